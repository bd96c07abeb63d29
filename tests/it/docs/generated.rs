//! The catalogue of findings and the index of lessons, made from the rules' texts and the lessons.

use std::fmt::Write as _;

use podo::explain::rules;
use podo::i18n::{Args, Catalog, Lang};

use super::check_current;
use super::markdown::anchor;
use crate::recorded::COURSE;

/// What stands around the generated parts.
struct Words {
    findings: &'static str,
    findings_intro: &'static str,
    lessons: &'static str,
    lessons_intro: &'static str,
    exercise: &'static str,
    title: &'static str,
    minutes: &'static str,
    coverage: &'static str,
    coverage_intro: &'static str,
    taught: fn(usize, usize) -> String,
    item: &'static str,
    line: &'static str,
    place: &'static str,
    groups: &'static [(char, &'static str)],
}

const KO: Words = Words {
    findings: "진단 코드",
    findings_intro: "`check` 명령은 실습이 아직 맞지 않을 때 첫째 원인을 진단 코드와 함께 보여 줘요. 이 \
        문서는 모든 코드의 뜻을 모은 것이고, 터미널에서는 `podo explain P01` 명령으로 같은 글을 볼 수 \
        있어요. 코드는 한번 정해지면 바뀌지 않아요.",
    lessons: "레슨 목록",
    lessons_intro: "podo에 들어 있는 레슨과 실습이에요. `podo --lesson pods` 명령은 레슨을, `podo --lesson \
        pods/first-pod` 명령은 실습 하나를 바로 열어요.",
    exercise: "실습",
    title: "제목",
    minutes: "시간(분)",
    coverage: "무엇을 어디에서 배우나요",
    coverage_intro: "이 과정은 공부하며 적은 노트에서 시작했어요. 노트의 항목마다 어느 레슨의 어느 실습이나 \
        절에서 배우는지 모았어요.",
    taught: |taught, all| format!("항목 {all}개 가운데 {taught}개를 배워요."),
    item: "항목",
    line: "노트의 줄",
    place: "배우는 곳",
    groups: &[
        ('A', "질문에 답하기"),
        ('C', "컨피그맵과 환경 변수"),
        ('D', "이미지와 도커"),
        ('H', "노드의 상태"),
        ('K', "클러스터에 닿기"),
        ('M', "원하는 것과 있는 것"),
        ('N', "알맞은 자리"),
        ('P', "파드와 컨테이너"),
        ('S', "서비스"),
        ('U', "원인을 모를 때"),
        ('V', "볼륨과 클레임"),
        ('W', "워크로드"),
        ('Y', "매니페스트와 레이블"),
    ],
};

const EN: Words = Words {
    findings: "Findings",
    findings_intro: "Where an exercise is not right yet, `check` shows the first cause together with the code \
        of a finding. Here is what each code means; `podo explain P01` shows the same text in the terminal. \
        A code never changes its meaning.",
    lessons: "Lessons",
    lessons_intro: "The lessons and exercises that come with podo. `podo --lesson pods` opens a lesson, `podo \
        --lesson pods/first-pod` a single exercise.",
    exercise: "Exercise",
    title: "Title",
    minutes: "Minutes",
    coverage: "What is taught where",
    coverage_intro: "The course began with study notes. For each item of the notes, here are the exercises \
        and sections that teach it.",
    taught: |taught, all| format!("{taught} of {all} items are taught."),
    item: "Item",
    line: "Line of the notes",
    place: "Where",
    groups: &[
        ('A', "Answering questions"),
        ('C', "ConfigMaps and environment variables"),
        ('D', "Images and Docker"),
        ('H', "The state of Nodes"),
        ('K', "Reaching the cluster"),
        ('M', "What is wanted and what is there"),
        ('N', "The right place"),
        ('P', "Pods and containers"),
        ('S', "Services"),
        ('U', "Where the cause is not known"),
        ('V', "Volumes and claims"),
        ('W', "Workloads"),
        ('Y', "Manifests and labels"),
    ],
};

fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Ko => &KO,
        Lang::En => &EN,
    }
}

/// `docs/findings.md`, `docs/findings.ko.md`.
fn name(what: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("docs/{what}.md"),
        Lang::Ko => format!("docs/{what}.ko.md"),
    }
}

/// The same document in the other language.
fn other(what: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("[한국어]({what}.ko.md)"),
        Lang::Ko => format!("[English]({what}.md)"),
    }
}

fn findings(lang: Lang) -> String {
    let (words, catalog) = (words(lang), Catalog::new(lang));
    let text = |code: &str, part: &str| {
        let id = format!("explain-{code}-{part}");
        let text = catalog.text_dyn(&id, &Args::new());
        text.unwrap_or_else(|| panic!("{id} in {lang}"))
    };
    let mut codes: Vec<&str> = rules::ALL.iter().map(|rule| rule.code).collect();
    codes.push(rules::UNEXPLAINED.code);
    codes.sort_unstable();
    let mut page = format!(
        "# {}\n\n{}\n\n{}\n",
        words.findings,
        other("findings", lang),
        words.findings_intro
    );
    let mut group = None;
    for code in codes {
        let first = code.chars().next();
        if first != group {
            group = first;
            let titles = words.groups.iter();
            let (letter, title) = titles
                .copied()
                .find(|(letter, _)| first == Some(*letter))
                .unwrap_or_else(|| panic!("no title for the group of {code}"));
            write!(page, "\n## {letter}: {title}\n").unwrap();
        }
        let (title, long) = (text(code, "title"), text(code, "long"));
        write!(page, "\n### {code}: {title}\n\n{}\n", long.trim()).unwrap();
    }
    page
}

fn lessons(lang: Lang) -> String {
    let words = words(lang);
    let mut page = format!(
        "# {}\n\n{}\n\n{}\n",
        words.lessons,
        other("lessons", lang),
        words.lessons_intro
    );
    for lesson in &COURSE.lessons {
        let prose = lesson.prose(lang);
        write!(page, "\n## {}: {}\n\n", lesson.name, prose.title).unwrap();
        write!(
            page,
            "{} ({}: {})\n\n",
            prose.summary, words.minutes, lesson.minutes
        )
        .unwrap();
        writeln!(
            page,
            "| {} | {} | {} |",
            words.exercise, words.title, words.minutes
        )
        .unwrap();
        page.push_str("|---|---|---|\n");
        for exercise in &lesson.exercises {
            let title = prose
                .section(&exercise.id)
                .map_or("", |section| section.title.as_str());
            let (id, minutes) = (&exercise.id, exercise.minutes);
            writeln!(page, "| `{}/{id}` | {title} | {minutes} |", lesson.name).unwrap();
        }
    }
    page
}

fn coverage(lang: Lang) -> String {
    let words = words(lang);
    let all = COURSE.notes.len();
    let taught = all - COURSE.untaught().count();
    let mut page = format!(
        "# {}\n\n{}\n\n{}\n\n{}\n\n",
        words.coverage,
        other("coverage", lang),
        words.coverage_intro,
        (words.taught)(taught, all)
    );
    let (item, line, place) = (words.item, words.line, words.place);
    writeln!(page, "| {item} | {line} | {place} |\n|---|---|---|").unwrap();
    let index = name("lessons", lang).replace("docs/", "");
    for item in &COURSE.notes {
        let places: Vec<String> = COURSE
            .teaching(&item.id)
            .map(|(lesson, section)| {
                let heading = format!("{}: {}", lesson.name, lesson.prose(lang).title);
                let anchor = anchor(&heading);
                format!("[{}/{section}]({index}#{anchor})", lesson.name)
            })
            .collect();
        let (text, line, places) = (item.text.get(lang), item.source_line, places.join(", "));
        writeln!(page, "| {text} | {line} | {places} |").unwrap();
    }
    page
}

#[test]
fn what_is_taught_where_is_current() {
    check_current(Lang::ALL.map(|lang| (name("coverage", lang), coverage(lang))));
}

#[test]
fn the_catalogue_of_findings_is_current() {
    check_current(Lang::ALL.map(|lang| (name("findings", lang), findings(lang))));
}

#[test]
fn the_index_of_lessons_is_current() {
    check_current(Lang::ALL.map(|lang| (name("lessons", lang), lessons(lang))));
}
