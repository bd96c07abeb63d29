//! The embedded cluster: an in-process Kubernetes API on loopback.
//!
//! It is empty so far: podo works on a live cluster, and says so where there is none. The tutor
//! depends on this crate, never the other way.
