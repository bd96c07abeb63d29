//! A small POSIX shell: what beginners type, and what stands behind `sh -c` in manifests.
//!
//! Pipelines, lists, redirections, variables, conditions, loops, functions, here-documents, traps
//! and background jobs. Job control, aliases and arrays are not there.

mod arithmetic;
mod expand;
mod parse;
mod run;

use super::machine::Process;

/// Runs a shell process to its end.
pub(super) async fn main(process: Process) -> i32 {
    run::main(process).await
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{Arc, Mutex},
        time::Duration,
    };

    use crate::{
        clock::Clock,
        containers::{
            fs::{Fs, Tree, Volume},
            image,
            machine::{Io, Machine, Parts, TERM},
            network::Network,
            stream::{Input, Output},
        },
        store::Store,
        tasks::Tasks,
    };

    fn machine(name: &str, network: &Network) -> Arc<Machine> {
        let image = image::published(&image::parse(name).unwrap())
            .unwrap()
            .image();
        let env = image
            .config
            .env
            .iter()
            .cloned()
            .chain([("HOME".to_owned(), "/root".to_owned())])
            .collect();
        Machine::new(Parts {
            fs: Fs::new(
                Volume::new(Tree::over(Arc::clone(&image.files))),
                Vec::new(),
            ),
            env,
            cwd: "/".into(),
            hostname: "box".into(),
            namespace: "default".into(),
            image,
            net: network.join(None),
            network: network.clone(),
            clock: Clock::scaled(1000),
            memory: None,
            tasks: Tasks::new(),
        })
    }

    async fn run(machine: &Arc<Machine>, script: &str, input: &str) -> (i32, String) {
        let all = Arc::new(Mutex::new(Vec::new()));
        let out = Output::Collect(Arc::clone(&all));
        let io = Io {
            input: Input::text(input.as_bytes()),
            out: out.clone(),
            err: out,
            terminal: false,
        };
        let argv = ["sh", "-c", script].map(String::from).to_vec();
        let code = tokio::time::timeout(Duration::from_secs(20), machine.run(argv, io))
            .await
            .expect(script)
            .unwrap();
        let text = String::from_utf8(all.lock().unwrap().clone()).unwrap();
        (code, text)
    }

    async fn check(image: &str, cases: &[(&str, i32, &str)]) {
        let network = Network::new(Arc::new(Store::new(10)));
        let machine = machine(image, &network);
        for (script, code, text) in cases {
            assert_eq!(
                run(&machine, script, "").await,
                (*code, (*text).to_owned()),
                "{script}"
            );
        }
    }

    #[tokio::test]
    async fn scripts_do_what_they_do_in_a_real_shell() {
        check(
            "busybox:1.36",
            &[
                ("echo a; echo b && false || echo c", 0, "a\nb\nc\n"),
                ("exit 3", 3, ""),
                ("echo hi > /tmp/x; cat /tmp/x; echo you >> /tmp/x; wc -l < /tmp/x", 0, "hi\n2\n"),
                ("x=1; x=$((x + 41)); echo \"$x\" ${y:-none} ${#x}", 0, "42 none 2\n"),
                ("for i in a b c; do echo $i; done | tail -n 2 | tr a-z A-Z", 0, "B\nC\n"),
                ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done", 0, "1\n2\n3\n"),
                ("if [ -f /nope ]; then echo yes; else echo no; fi", 0, "no\n"),
                ("f() { echo \"$1-$#\"; return 4; }; f x y; echo $?", 0, "x-2\n4\n"),
                ("echo $(echo a; echo b) \"$(printf '%s|' 1 2)\"", 0, "a b 1|2|\n"),
                ("cat <<EOF\nhome is $HOME\nEOF", 0, "home is /root\n"),
                ("case abc in a*) echo A;; *) echo other;; esac", 0, "A\n"),
                ("slepp 3600", 127, "sh: slepp: not found\n"),
                ("/etc/passwd", 126, "sh: /etc/passwd: Permission denied\n"),
                ("sleep one-hour", 1, "sleep: invalid number 'one-hour'\n"),
                ("sleep 1 &&", 2, "sh: syntax error: unexpected end of file\n"),
                ("cat /nothing", 1, "cat: can't open '/nothing': No such file or directory\n"),
                ("echo x > /no/where", 1, "sh: can't create /no/where: nonexistent directory\n"),
                ("ls /nothing 2>/dev/null || echo gone", 0, "gone\n"),
                ("set -e; false; echo never", 1, ""),
                ("yes | head -n 2", 0, "y\ny\n"),
                ("echo 'grapes are sour'; sleep 2; exit 3", 3, "grapes are sour\n"),
                ("touch /tmp/a.txt /tmp/b.txt; cd /tmp; echo *.txt", 0, "a.txt b.txt\n"),
                ("echo one two | { read a b; echo $b; }", 0, "two\n"),
                ("trap 'echo bye' EXIT; echo hi", 0, "hi\nbye\n"),
                ("sleep 100 & kill $!; wait $!; echo $?", 0, "143\n"),
                ("exec echo replaced; echo never", 0, "replaced\n"),
                ("vi /x", 1, "vi: not simulated. This container is a simulation (podo-sandbox): it has a shell, files and HTTP, but not all that a real one has.\n"),
                ("echo hello | sed 's/l/L/g' | grep -c L", 0, "1\n"),
                ("printf 'a\\nb\\nc\\n' | grep -v -e a -e b", 0, "c\n"),
                ("wget -qO- http://web", 1, "wget: bad address 'web'\n"),
                ("! true; echo $?", 0, "1\n"),
                ("(exit 5); echo $?", 0, "5\n"),
            ],
        )
        .await;
        check(
            "nginx:1.27",
            &[
                ("wget x", 127, "sh: 1: wget: not found\n"),
                ("curl -s http://nowhere; echo $?", 0, "6\n"),
                (
                    "cat /nothing",
                    1,
                    "cat: /nothing: No such file or directory\n",
                ),
                (
                    "grep -o 'Welcome to nginx!' /usr/share/nginx/html/index.html | head -n 1",
                    0,
                    "Welcome to nginx!\n",
                ),
                (
                    "sleep 1 &&",
                    2,
                    "sh: 1: Syntax error: end of file unexpected\n",
                ),
            ],
        )
        .await;
    }

    #[tokio::test]
    async fn commands_come_from_the_input_too() {
        let network = Network::new(Arc::new(Store::new(10)));
        let machine = machine("busybox", &network);
        let all = Arc::new(Mutex::new(Vec::new()));
        let out = Output::Collect(Arc::clone(&all));
        let io = Io {
            input: Input::text(b"for i in 1 2\ndo echo $i\ndone\ncd /tmp; pwd\nexit 7\n"),
            out: out.clone(),
            err: out,
            terminal: false,
        };
        let code = machine.run(vec!["sh".into()], io).await.unwrap();
        assert_eq!(
            (
                code,
                String::from_utf8(all.lock().unwrap().clone()).unwrap()
            ),
            (7, "1\n2\n/tmp\n".into())
        );
    }

    #[tokio::test]
    async fn a_web_server_answers_its_neighbours_and_ends_when_asked() {
        let network = Network::new(Arc::new(Store::new(10)));
        let (server, client) = (
            machine("nginx:1.27", &network),
            machine("busybox:1.36", &network),
        );
        let argv = ["/docker-entrypoint.sh", "nginx", "-g", "daemon off;"]
            .map(String::from)
            .to_vec();
        server.start(argv, Io::none()).unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        let url = format!("http://{}", server.net.ip);
        let (code, text) = run(&client, &format!("wget -qO- {url} | grep h1"), "").await;
        assert_eq!((code, text.as_str()), (0, "<h1>Welcome to nginx!</h1>\n"));
        let (code, text) = run(&client, &format!("wget -qO- {url}/nope"), "").await;
        assert_eq!(
            (code, text.as_str()),
            (1, "wget: server returned error: HTTP/1.1 404 Not Found\n")
        );
        run(
            &server,
            "echo hello podo > /usr/share/nginx/html/index.html",
            "",
        )
        .await;
        assert_eq!(
            run(&client, &format!("wget -qO- {url}"), "").await.1,
            "hello podo\n"
        );
        let (_, text) = run(&client, &format!("wget -qO- {url}:81"), "").await;
        assert_eq!(
            text,
            format!(
                "wget: can't connect to remote host ({}): Connection refused\n",
                server.net.ip
            )
        );
        server.stop(TERM);
        assert_eq!(server.ended().await.code, 0);
    }

    #[tokio::test]
    async fn the_first_process_is_spared_what_it_does_not_handle() {
        let network = Network::new(Arc::new(Store::new(10)));
        let sleeper = machine("busybox", &network);
        sleeper
            .start(vec!["sleep".into(), "100000".into()], Io::none())
            .unwrap();
        sleeper.stop(TERM);
        run(&sleeper, "kill 1; kill -9 1", "").await;
        assert_eq!(sleeper.end(), None);
        let trapper = machine("busybox", &network);
        let script = "trap 'exit 4' TERM; while :; do sleep 86400 & wait $!; done";
        trapper
            .start(vec!["sh".into(), "-c".into(), script.into()], Io::none())
            .unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        run(&trapper, "kill 1", "").await;
        assert_eq!(
            tokio::time::timeout(Duration::from_secs(5), trapper.ended())
                .await
                .unwrap()
                .code,
            4
        );
    }
}
