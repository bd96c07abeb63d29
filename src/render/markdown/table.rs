//! Tables: how wide the columns are, and the lines of their rows.

use super::block::{Cell, Inline, Style, Table};
use super::layout::{Body, Border};
use crate::render::width::width;
use crate::render::wrap::{Span, longest_word, wrap_spans};

/// A column is not made narrower than this many cells: two Hangul syllables.
const MIN_COLUMN: usize = 4;

/// Cells that a column takes beyond its text: a space on either side and a border.
const FRAME: usize = 3;

/// Lays a table out in at most `cells` cells. Where that leaves no column worth the name, every
/// row becomes a short list of `heading: cell` lines.
pub(super) fn layout(table: &Table, cells: usize) -> Vec<Body> {
    let count = table.alignments.len();
    if count == 0 {
        return Vec::new();
    }
    let Some(room) = cells
        .checked_sub(count * FRAME + 1)
        .filter(|&room| room >= count * MIN_COLUMN)
    else {
        return records(table, cells);
    };
    let columns = fit(table, natural(table, count), room);
    grid(table, &columns)
}

fn rows(table: &Table) -> impl Iterator<Item = &Vec<Cell>> {
    std::iter::once(&table.head).chain(&table.rows)
}

/// The widest of something in each column.
fn widest(table: &Table, count: usize, measure: impl Fn(&Cell) -> usize) -> Vec<usize> {
    let of = |column: usize| {
        rows(table)
            .filter_map(|row| row.get(column))
            .map(&measure)
            .max()
    };
    (0..count)
        .map(|column| of(column).unwrap_or(0).max(1))
        .collect()
}

/// The width each column would have if nothing were wrapped.
fn natural(table: &Table, count: usize) -> Vec<usize> {
    widest(table, count, |cell| {
        lines(cell, usize::MAX)
            .iter()
            .map(|line| line_width(line))
            .max()
            .unwrap_or(0)
    })
}

/// Takes cells from the widest columns until all fit `room`: first from those wider than their
/// longest word, then from those that can break a command at a space, and only then from the rest.
fn fit(table: &Table, mut columns: Vec<usize>, room: usize) -> Vec<usize> {
    let count = columns.len();
    let loose = |cell: &Cell| -> Cell {
        cell.iter()
            .map(|span| Span {
                whole: false,
                ..span.clone()
            })
            .collect()
    };
    let floors = [
        widest(table, count, |cell| longest_word(cell)),
        widest(table, count, |cell| longest_word(&loose(cell))),
        vec![MIN_COLUMN; count],
    ];
    let mut excess = columns.iter().sum::<usize>().saturating_sub(room);
    for floor in floors {
        while excess > 0 {
            let above = (0..count).filter(|&at| columns[at] > floor[at].max(MIN_COLUMN));
            let Some(widest) = above.max_by_key(|&at| columns[at]) else {
                break;
            };
            columns[widest] -= 1;
            excess -= 1;
        }
    }
    columns
}

fn lines(cell: &[Inline], cells: usize) -> Vec<Vec<Inline>> {
    wrap_spans(cell, cells, cells)
}

fn line_width(line: &[Inline]) -> usize {
    line.iter().map(|span| width(&span.text)).sum()
}

fn grid(table: &Table, columns: &[usize]) -> Vec<Body> {
    let framed: Vec<usize> = columns.iter().map(|cells| cells + 2).collect();
    let border = |border| Body::Border(border, framed.clone());
    let wrapped = table.rows.iter().any(|row| row_height(row, columns) > 1);
    let mut out = vec![border(Border::Top)];
    let head: Vec<Cell> = table.head.iter().map(|cell| strong(cell)).collect();
    row(&head, table, columns, &mut out);
    out.push(border(Border::Inner));
    for (index, cells) in table.rows.iter().enumerate() {
        if wrapped && index > 0 {
            out.push(border(Border::Inner));
        }
        row(cells, table, columns, &mut out);
    }
    out.push(border(Border::Bottom));
    out
}

fn row_height(row: &[Cell], columns: &[usize]) -> usize {
    row.iter()
        .zip(columns)
        .map(|(cell, &cells)| lines(cell, cells).len())
        .max()
        .unwrap_or(0)
}

fn row(row: &[Cell], table: &Table, columns: &[usize], out: &mut Vec<Body>) {
    let mut cells: Vec<_> = (0..columns.len())
        .map(|column| {
            let cell = row.get(column).map_or(&[][..], Vec::as_slice);
            lines(cell, columns[column]).into_iter()
        })
        .collect();
    for _ in 0..row_height(row, columns).max(1) {
        let parts = cells.iter_mut().enumerate().map(|(column, lines)| {
            (
                columns[column] + 2,
                table.alignments[column],
                lines.next().unwrap_or_default(),
            )
        });
        out.push(Body::Row(parts.collect()));
    }
}

fn strong(cell: &[Inline]) -> Cell {
    let heavier = |span: &Inline| Span {
        style: Style {
            strong: true,
            ..span.style
        },
        ..span.clone()
    };
    cell.iter().map(heavier).collect()
}

fn records(table: &Table, cells: usize) -> Vec<Body> {
    let mut out = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        if index > 0 {
            out.push(Body::Empty);
        }
        for (head, cell) in table.head.iter().zip(row) {
            let mut text = strong(head);
            text.push(Span::new(": ", Style::default()));
            text.extend_from_slice(cell);
            out.extend(lines(&text, cells).into_iter().map(|spans| Body::Text {
                heading: None,
                spans,
            }));
        }
    }
    out
}
