//! What happens in the middle: the cluster stops answering, the learner presses Ctrl-C, two podos
//! are in the same lesson.

use std::process::Stdio;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use rexpect::session::spawn_command;

use super::proxy::{Proxy, Way};
use super::*;

/// How long a check may take that gets no answer: every request has its deadline.
const GIVING_UP: Duration = Duration::from_secs(45);

#[test]
#[ignore = "needs a cluster"]
fn live_the_server_stops_answering_in_a_check() {
    let course = Course::new();
    let _namespaces = course.without_namespaces(&[LESSON]);
    let server = bench::kubeconfig(&bench::cluster_file());
    let server = server.select(None).unwrap().server().to_owned();
    let proxy = Proxy::before(&server);
    let folder = tempfile::tempdir().unwrap();
    let file = altered(folder.path(), "proxy", |config| {
        let host = server.trim_start_matches("https://");
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
        let cluster = &mut config["clusters"][0]["cluster"];
        cluster["tls-server-name"] = Value::from(host);
        cluster["server"] = Value::from(proxy.server());
    });
    for (lang, way) in [(Lang::Ko, Way::Frozen), (Lang::En, Way::Cut)] {
        let catalog = Catalog::new(lang);
        let failed = one_line(&catalog.plain(msg!("check-error")));
        let mut home = Home::new(&course);
        home.use_kubeconfig(&file);
        let mut talk = open(&home, lang, FIRST);

        // Before a check.
        proxy.set(way);
        let started = Instant::now();
        let said = talk.say("check");
        println!("{way:?} before a check: {:.1?}", started.elapsed());
        assert!(
            started.elapsed() < GIVING_UP,
            "{:?}\n{said}",
            started.elapsed()
        );
        says(&said, &failed);
        speaks(&said, lang);
        proxy.set(Way::Open);

        // In the middle of one that waits.
        talk.say(WAITING_POD);
        talk.write("check");
        talk.read_until(|line| line.contains("(Ctrl-C:"), GIVING_UP);
        proxy.set(way);
        let started = Instant::now();
        let said = talk.until_done();
        println!("{way:?} in a check: {:.1?}", started.elapsed());
        assert!(
            started.elapsed() < GIVING_UP,
            "{:?}\n{said}",
            started.elapsed()
        );
        says(&said, &failed);
        let started = Instant::now();
        let (hint, status) = (talk.say("hint"), talk.say("status"));
        assert!(started.elapsed() < Duration::from_secs(5), "{hint}{status}");
        proxy.set(Way::Open);

        // It answers again, and all is as it was.
        talk.say("kubectl delete pod web --now");
        talk.say("kubectl run web --image=nginx:1.27");
        let said = talk.say("check");
        says(&said, &catalog.plain(msg!("tutor-passed")));
        proxy.set(way);
        let ended = home.run(&["--lang", lang.code(), "verify", LESSON], "");
        assert_eq!(ended.code, Some(3), "{ended:#?}");
        speaks(&ended.stderr, lang);
        proxy.set(Way::Open);
        talk.say_yes("reset");
        assert_eq!(talk.end().code, Some(0));
    }
}

#[test]
#[ignore = "needs a cluster"]
fn live_ctrl_c_ends_a_waiting_check_and_not_podo() {
    let course = Course::new();
    let _namespaces = course.without_namespaces(&[LESSON]);
    for lang in Lang::ALL {
        let stopped = Catalog::new(lang).plain(msg!("tutor-interrupted"));
        let home = Home::new(&course);
        let mut talk = open(&home, lang, FIRST);
        talk.say_yes("reset");
        talk.say(WAITING_POD);
        talk.write("check");
        talk.read_until(|line| line.contains("(Ctrl-C:"), GIVING_UP);
        let started = Instant::now();
        let podo = Pid::from_raw(talk.id().try_into().unwrap());
        kill(podo, Signal::SIGINT).unwrap();
        let said = talk.until_done();
        assert!(started.elapsed() < Duration::from_secs(2), "{said}");
        says(&said, &stopped);
        let said = talk.say("status");
        assert!(said.contains(FIRST), "{said}");
        assert_eq!(talk.end().code, Some(0));
    }
}

#[test]
#[ignore = "needs a cluster"]
fn live_ctrl_c_at_a_terminal() {
    let course = Course::new();
    let _namespaces = course.without_namespaces(&[LESSON]);
    let home = Home::new(&course);
    let mut command = home.podo(&["--lang", "en", "--plain", "--lesson", FIRST]);
    command.env("TERM", "xterm");
    // The terminal takes the place of the pipes.
    command
        .stdin(Stdio::inherit())
        .stdout(Stdio::inherit())
        .stderr(Stdio::inherit());
    let mut session = spawn_command(command, Some(60_000)).unwrap();
    let prompt = format!("podo {FIRST}> ");
    session.exp_string(&prompt).unwrap();
    session.send_line(WAITING_POD).unwrap();
    session.exp_string("created").unwrap();
    session.exp_string(&prompt).unwrap();
    session.send_line("check").unwrap();
    session.exp_string("(Ctrl-C:").unwrap();
    session.send_control('c').unwrap();
    session.exp_string("Stopped.").unwrap();
    session.exp_string(&prompt).unwrap();
    // A program in the foreground gets it too, and podo stays.
    session.send_line("kubectl get pods --watch").unwrap();
    session.exp_string("web").unwrap();
    session.exp_string("Pending").unwrap();
    std::thread::sleep(Duration::from_secs(1));
    session.send_control('c').unwrap();
    session.exp_string(&prompt).unwrap();
    session.send_line("quit").unwrap();
    session.exp_string("See you again").unwrap();
    session.exp_eof().unwrap();
}

#[test]
#[ignore = "needs a cluster"]
fn live_two_podos_in_one_lesson() {
    let course = Course::new();
    let _namespaces = course.without_namespaces(&[LESSON]);
    let home = Home::new(&course);
    let passed = |lang| Catalog::new(lang).plain(msg!("tutor-passed"));
    let mut one = open(&home, Lang::Ko, FIRST);
    let mut other = open(&home, Lang::En, FIRST);
    one.say("kubectl run web --image=nginx:1.27");
    // Both look at the same time, and both may.
    one.write("check");
    other.write("check");
    says(&one.until_done(), &passed(Lang::Ko));
    says(&other.until_done(), &passed(Lang::En));
    // One goes on; the other, still at the first exercise, is told the truth or goes on as well.
    one.say_yes("next");
    let said = other.say("check");
    speaks(&said, Lang::En);
    other.say_yes("next");
    for talk in [&mut one, &mut other] {
        let said = talk.say("status");
        assert!(said.contains("pods/look-inside"), "{said}");
        // Both write to the same files all the time.
        for _ in 0..5 {
            talk.write("hint");
        }
    }
    one.until_done();
    other.until_done();
    for talk in [one, other] {
        let ended = talk.end();
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    }
    let ended = home.run(&["verify", "-o", "json", FIRST], "");
    assert_eq!(ended.code, Some(0), "{ended:#?}");
}
