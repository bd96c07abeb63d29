//! Which exercises are judged how, and the report in all its forms.

mod judging;
mod reports;
mod sample;
