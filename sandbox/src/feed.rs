//! The changes of several kinds in one stream, which never loses its place for good.

use std::{collections::VecDeque, pin::Pin, task::Poll};

use crate::{
    kinds::Kind,
    object::Object,
    registry::Registry,
    store::{Event, Expired, Selection, Watch},
};

/// What a feed tells.
#[derive(Debug)]
pub(crate) enum News {
    /// One object changed.
    Changed(&'static Kind, Event),
    /// These are all objects of a kind: at the beginning, and after too much happened at once.
    All(&'static Kind, Vec<Object>),
}

/// Follows kinds of objects.
#[derive(Debug)]
pub(crate) struct Feed {
    registry: Registry,
    watches: Vec<(&'static Kind, Watch)>,
    ready: VecDeque<News>,
}

impl Feed {
    /// A feed that begins with all there is.
    pub(crate) fn new(registry: &Registry, kinds: &[&'static Kind]) -> Self {
        let mut feed = Self {
            registry: registry.clone(),
            watches: Vec::new(),
            ready: VecDeque::new(),
        };
        for kind in kinds {
            let watch = feed.list(kind);
            feed.watches.push((kind, watch));
        }
        feed
    }

    fn list(&mut self, kind: &'static Kind) -> Watch {
        let listing = self.registry.list(kind, &Selection::default());
        self.ready.push_back(News::All(kind, listing.items));
        self.registry
            .watch(kind, Selection::default(), listing.revision)
    }

    /// What is new already.
    pub(crate) fn try_next(&mut self) -> Option<News> {
        if let Some(news) = self.ready.pop_front() {
            return Some(news);
        }
        for number in 0..self.watches.len() {
            let (kind, watch) = &mut self.watches[number];
            let kind = *kind;
            match watch.try_next() {
                Ok(None) => {}
                Ok(Some(event)) => return Some(News::Changed(kind, event)),
                Err(Expired { .. }) => {
                    let watch = self.list(kind);
                    self.watches[number].1 = watch;
                    return self.ready.pop_front();
                }
            }
        }
        None
    }

    /// Waits for what is new; dropping the future loses nothing.
    pub(crate) async fn next(&mut self) -> News {
        loop {
            if let Some(news) = self.try_next() {
                return news;
            }
            let (number, outcome) = first(&mut self.watches).await;
            let kind = self.watches[number].0;
            if let Ok(event) = outcome {
                return News::Changed(kind, event);
            }
            let watch = self.list(kind);
            self.watches[number].1 = watch;
        }
    }
}

/// One watch's next event.
type Waiting<'a> = Pin<Box<dyn Future<Output = Result<Event, Expired>> + Send + 'a>>;

/// The first of several watches that has something.
async fn first(watches: &mut [(&'static Kind, Watch)]) -> (usize, Result<Event, Expired>) {
    let mut waiting: Vec<Waiting<'_>> = Vec::new();
    for (_, watch) in watches.iter_mut() {
        waiting.push(Box::pin(watch.next()));
    }
    std::future::poll_fn(|context| {
        for (number, future) in waiting.iter_mut().enumerate() {
            if let Poll::Ready(outcome) = future.as_mut().poll(context) {
                return Poll::Ready((number, outcome));
            }
        }
        Poll::Pending
    })
    .await
}
