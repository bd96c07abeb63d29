//! Tests of the living cluster: what controllers, scheduler and kubelet make of what is written.
//!
//! They go through the registry and the runtime only, on a clock that runs fast.

mod disks;
mod faults;
mod garbage;
mod images;
mod jobs;
mod lessons;
mod life;
mod mounts;
mod quotas;
mod resume;
mod scheduling;
mod services;
mod speed;
mod storage;
mod versions;
mod workloads;
mod world;
