//! `GET …/pods/NAME/log`: lines as plain text, as long as there are any.

use bytes::{Bytes, BytesMut};
use http::Response;
use jiff::Timestamp;

use crate::{
    api::{
        Query,
        connect::Connection,
        reply::{self, Body},
    },
    refusal::Refusal,
    runtime::{LogOptions, Logs, Runtime},
};

/// How much is gathered before it is sent.
const PIECE: usize = 32 << 10;

/// Answers with what a container has written, and with what it writes if the client follows.
pub(super) fn answer(
    runtime: &Runtime,
    connection: &Connection,
) -> Result<Response<Body>, Refusal> {
    let options = options(&connection.query)?;
    let mut logs = runtime.logs(&connection.namespace, &connection.name, &options)?;
    let (sender, response) = reply::stream("text/plain");
    runtime.tasks().spawn(async move {
        loop {
            let piece = tokio::select! {
                piece = gather(&mut logs, options.follow) => piece,
                () = sender.closed() => return,
            };
            let Some(piece) = piece else { return };
            if sender.send(piece).await.is_err() {
                return;
            }
        }
    });
    Ok(response)
}

/// The next lines: one if more may be long in coming, else as many as make a piece.
async fn gather(logs: &mut Logs, follow: bool) -> Option<Bytes> {
    let first = logs.next().await?;
    if follow {
        return Some(first);
    }
    let mut piece = BytesMut::from(first.as_ref());
    while piece.len() < PIECE {
        let Some(line) = logs.next().await else { break };
        piece.extend_from_slice(&line);
    }
    Some(piece.freeze())
}

fn options(query: &Query) -> Result<LogOptions, Refusal> {
    let least = |key: &str, least: i64, words: &str| match query.number(key)? {
        Some(number) if number < least => Err(invalid(&format!(
            "{key}: Invalid value: {number}: must be greater than {words}0"
        ))),
        number => Ok(number),
    };
    let tail = least("tailLines", 0, "or equal to ")?;
    let limit = least("limitBytes", 1, "")?;
    let since_seconds = least("sinceSeconds", 1, "")?;
    let since = match query.get("sinceTime") {
        "" => None,
        text => Some(text.parse::<Timestamp>().map_err(|_| {
            Refusal::bad_request(format!(
                "parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\""
            ))
        })?),
    };
    if since.is_some() && since_seconds.is_some() {
        return Err(invalid(
            "sinceSeconds: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified",
        ));
    }
    let size = |number: Option<i64>| number.and_then(|n| usize::try_from(n).ok());
    Ok(LogOptions {
        container: Some(query.get("container").to_owned()).filter(|name| !name.is_empty()),
        previous: query.flag("previous"),
        follow: query.flag("follow"),
        tail: size(tail),
        since_seconds,
        since,
        timestamps: query.flag("timestamps"),
        limit: size(limit),
    })
}

fn invalid(cause: &str) -> Refusal {
    Refusal::new(
        422,
        "Invalid",
        format!("PodLogOptions \"\" is invalid: {cause}"),
    )
}
