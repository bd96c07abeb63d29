//! How long ago, in the words of `kubectl get`.

use jiff::Timestamp;
use serde_json::Value;

/// A duration in seconds as `5m49s`, `3h22m` or `2d`.
pub fn human(seconds: i64) -> String {
    let two = |big: i64, unit: char, small: i64, small_unit: char| {
        if small == 0 {
            format!("{big}{unit}")
        } else {
            format!("{big}{unit}{small}{small_unit}")
        }
    };
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match seconds {
        ..-1 => "<invalid>".into(),
        -1 => "0s".into(),
        0..120 => format!("{seconds}s"),
        _ if minutes < 10 => two(minutes, 'm', seconds % 60, 's'),
        _ if minutes < 180 => format!("{minutes}m"),
        _ if hours < 8 => two(hours, 'h', minutes % 60, 'm'),
        _ if hours < 48 => format!("{hours}h"),
        _ if hours < 24 * 8 => two(days, 'd', hours % 24, 'h'),
        _ if days < 365 * 2 => format!("{days}d"),
        _ if days < 365 * 8 => two(days / 365, 'y', days % 365, 'd'),
        _ => format!("{}y", days / 365),
    }
}

/// Seconds from a moment in an object until now; nothing if there is no such moment.
pub fn since(moment: Option<&Value>, now: Timestamp) -> Option<i64> {
    let then: Timestamp = moment?.as_str()?.parse().ok()?;
    Some(now.as_second() - then.as_second())
}

/// The same in words, `<unknown>` without a moment.
pub fn age(moment: Option<&Value>, now: Timestamp) -> String {
    since(moment, now).map_or_else(|| "<unknown>".into(), human)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_written_as_upstream_writes_them() {
        for (seconds, text) in [
            (-5, "<invalid>"),
            (0, "0s"),
            (119, "119s"),
            (120, "2m"),
            (349, "5m49s"),
            (600, "10m"),
            (10_799, "179m"),
            (10_800, "3h"),
            (12_120, "3h22m"),
            (28_800, "8h"),
            (172_800, "2d"),
            (180_000, "2d2h"),
            (691_200, "8d"),
            (63_072_000, "2y"),
        ] {
            assert_eq!(human(seconds), text, "{seconds}");
        }
    }
}
