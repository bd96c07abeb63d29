//! The arithmetic of a rollout: how many Pods more, how many fewer.

use serde_json::Value;

use crate::object::Meta;

/// What a Deployment's spec says in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) replicas: i64,
    pub(super) surge: i64,
    pub(super) unavailable: i64,
    pub(super) recreate: bool,
    pub(super) paused: bool,
    /// Seconds within which something has to move.
    pub(super) deadline: Option<i64>,
}

impl Numbers {
    pub(super) fn of(deployment: &Value) -> Self {
        let replicas = deployment.int_at("spec.replicas").unwrap_or(1);
        let recreate = deployment.text_at("spec.strategy.type") == "Recreate";
        let rolling = deployment.at("spec.strategy.rollingUpdate");
        let part = |key: &str, up: bool| {
            rolling
                .and_then(|r| r.get(key))
                .map_or_else(|| percent(25, replicas, up), |v| amount(v, replicas, up))
        };
        let (mut surge, mut unavailable) = (part("maxSurge", true), part("maxUnavailable", false));
        if surge == 0 && unavailable == 0 {
            unavailable = 1;
        }
        if recreate {
            (surge, unavailable) = (0, 0);
        }
        Self {
            replicas,
            surge,
            unavailable: unavailable.min(replicas),
            recreate,
            paused: deployment.at("spec.paused") == Some(&Value::Bool(true)),
            // The largest number stands for no deadline.
            deadline: deployment
                .int_at("spec.progressDeadlineSeconds")
                .filter(|d| *d < i64::from(i32::MAX)),
        }
    }

    /// The size that the new ReplicaSet may have now, given its size and that of all.
    pub(super) fn new_size(&self, new: i64, total: i64) -> i64 {
        if self.recreate {
            return self.replicas;
        }
        let most = self.replicas + self.surge;
        if total >= most {
            new
        } else {
            new + (most - total).min(self.replicas - new)
        }
    }
}

fn amount(value: &Value, replicas: i64, up: bool) -> i64 {
    match value {
        Value::String(text) => text
            .strip_suffix('%')
            .and_then(|n| n.parse().ok())
            .map_or(0, |n| percent(n, replicas, up)),
        other => other.as_i64().unwrap_or(0),
    }
}

fn percent(percent: i64, of: i64, up: bool) -> i64 {
    let product = percent * of;
    if up {
        product.div_euclid(100) + i64::from(product.rem_euclid(100) != 0)
    } else {
        product.div_euclid(100)
    }
}

/// A quotient to the nearest whole number.
pub(super) fn round(product: i64, by: i64) -> i64 {
    (2 * product + by).div_euclid(2 * by)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_quarter_is_rounded_up_for_more_and_down_for_fewer() {
        let of = |replicas: i64, rolling: Value| {
            Numbers::of(
                &json!({"spec": {"replicas": replicas, "strategy": {"type": "RollingUpdate", "rollingUpdate": rolling}}}),
            )
        };
        let quarter = json!({"maxSurge": "25%", "maxUnavailable": "25%"});
        let (three, ten) = (of(3, quarter.clone()), of(10, quarter));
        assert_eq!((three.surge, three.unavailable), (1, 0));
        assert_eq!((ten.surge, ten.unavailable), (3, 2));
        assert_eq!(
            of(3, json!({"maxSurge": 0, "maxUnavailable": 0})).unavailable,
            1
        );
        assert_eq!(ten.new_size(0, 10), 3);
        assert_eq!(ten.new_size(3, 11), 5);
        assert_eq!(three.new_size(0, 3), 1);
        assert_eq!(three.new_size(1, 4), 1);
        assert_eq!(round(5, 2), 3);
    }
}
