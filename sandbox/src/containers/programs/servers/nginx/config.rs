//! What a configuration of nginx says.

use crate::containers::fs::{Fs, join};

/// What a configuration of nginx says, as far as it counts here.
#[derive(Debug)]
pub(super) struct NginxConfig {
    pub(super) ports: Vec<u16>,
    pub(super) root: String,
    /// `return CODE TEXT;`
    pub(super) answer: Option<(u16, String)>,
}

pub(super) fn nginx_config(fs: &Fs) -> Result<NginxConfig, String> {
    let mut config = NginxConfig {
        ports: Vec::new(),
        root: "/usr/share/nginx/html".into(),
        answer: None,
    };
    let folder = "/etc/nginx/conf.d";
    for (name, _) in fs
        .list(folder)
        .unwrap_or_default()
        .iter()
        .filter(|(n, _)| n.rsplit_once('.').is_some_and(|(_, end)| end == "conf"))
    {
        let path = join(folder, name);
        let bytes = fs.read(&path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let mut depth = 0_i32;
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or("").trim();
            depth += i32::try_from(line.matches('{').count()).unwrap_or(0)
                - i32::try_from(line.matches('}').count()).unwrap_or(0);
            for statement in line
                .split(['{', '}', ';'])
                .map(str::trim)
                .filter(|s| !s.is_empty())
            {
                let mut words = statement.split_whitespace();
                match (words.next().unwrap_or(""), words.next().unwrap_or("")) {
                    ("listen", value) => {
                        let port = value.rsplit(':').next().unwrap_or(value);
                        match port.parse() {
                            Ok(port) if !config.ports.contains(&port) => config.ports.push(port),
                            Ok(_) => {}
                            Err(_) => {
                                return Err(format!(
                                    "invalid port in \"{value}\" of the \"listen\" directive in {path}:{}",
                                    number + 1
                                ));
                            }
                        }
                    }
                    ("root", value) => {
                        value.trim_matches(['\'', '"']).clone_into(&mut config.root);
                    }
                    ("return", code) => {
                        let text = statement
                            .split_once(code)
                            .map_or("", |(_, rest)| rest.trim());
                        let text = text.trim_matches(['\'', '"']).replace("\\n", "\n");
                        config.answer = code.parse().ok().map(|code| (code, text));
                    }
                    _ => {}
                }
            }
            if !line.is_empty()
                && !line.ends_with([';', '{', '}'])
                && !text.lines().skip(number + 1).any(|l| l.contains(';'))
            {
                return Err(format!(
                    "unexpected end of file, expecting \";\" or \"}}\" in {path}:{}",
                    number + 1
                ));
            }
        }
        if depth != 0 {
            let what = if depth > 0 {
                "unexpected end of file, expecting \"}\""
            } else {
                "unexpected \"}\""
            };
            return Err(format!("{what} in {path}:{}", text.lines().count()));
        }
    }
    Ok(config)
}
