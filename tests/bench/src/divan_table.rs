//! Reads the table that divan prints; it has no other output.
//!
//! ```text
//! engine                   fastest       │ slowest       │ median        │ mean          │ samples │ iters
//! ├─ parsing               129.1 ns      │ 3.044 µs      │ 149.1 ns      │ 181.3 ns      │ 100     │ 100
//! ╰─ a_number              26.15 µs      │ 166.4 µs      │ 63.62 µs      │ 66.07 µs      │ 100     │ 10000
//!                          alloc:        │               │               │               │         │
//!                            25.86       │ 24.43         │ 25.3          │ 24.87         │         │
//! ```

use std::time::Duration;

const MEDIAN: usize = 2;
const MEAN: usize = 3;

/// A row of the table: the measurements of one function.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The name of the function.
    pub name: String,
    /// The median time of one iteration.
    pub median: Duration,
    /// The mean number of allocations per iteration. Divan leaves the line out if there are none.
    pub allocations: f64,
    /// The mean number of allocations per iteration that had to grow.
    pub grown: f64,
}

/// Reads the rows of a table; `None` if its format is not the expected one.
#[must_use]
pub fn parse(table: &str) -> Option<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    let mut label = "";
    for line in table.lines() {
        if let Some(line) = line.strip_prefix("├─ ").or_else(|| line.strip_prefix("╰─ ")) {
            let name = line.split_whitespace().next()?.to_owned();
            let median = parse_duration(cell(line, MEDIAN)?)?;
            rows.push(Row { name, median, allocations: 0.0, grown: 0.0 });
            label = "";
        } else if let Some(row) = rows.last_mut() {
            // The line that the tree draws down to the next function.
            let line = line.strip_prefix('│').unwrap_or(line);
            let first = cell(line, 0)?;
            match label {
                "alloc:" => row.allocations = cell(line, MEAN)?.parse().ok()?,
                "grow:" => row.grown = cell(line, MEAN)?.parse().ok()?,
                _ => {}
            }
            label = if first.ends_with(':') { first } else { "" };
        }
    }
    Some(rows)
}

fn cell(line: &str, column: usize) -> Option<&str> {
    line.split('│').nth(column).map(str::trim)
}

fn parse_duration(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_once(' ')?;
    let unit = match unit {
        "ns" => 1e-9,
        "µs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        _ => return None,
    };
    Duration::try_from_secs_f64(number.parse::<f64>().ok()? * unit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
Timer precision: 20 ns
allocations          fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ a_number          26.15 µs      │ 166.4 µs      │ 63.62 µs      │ 66.07 µs      │ 100     │ 10000
│                    max alloc:    │               │               │               │         │
│                      0.26        │ 0.25          │ 0.26          │ 0.263         │         │
│                      41.12 B     │ 41.04 B       │ 41.2 B        │ 41.2 B        │         │
│                    alloc:        │               │               │               │         │
│                      25.86       │ 24.43         │ 25.3          │ 24.87         │         │
│                      1.374 KB    │ 1.215 KB      │ 1.328 KB      │ 1.281 KB      │         │
│                    grow:         │               │               │               │         │
│                      21.79       │ 19.19         │ 20.7          │ 19.81         │         │
│                      723.8 B     │ 488.8 B       │ 639.5 B       │ 567.3 B       │         │
╰─ ten_thousand      584.9 ms      │ 982.8 ms      │ 690.2 ms      │ 735 ms        │ 20      │ 20
                     17.09 Kitem/s │ 10.17 Kitem/s │ 14.48 Kitem/s │ 13.6 Kitem/s  │         │

";

    #[test]
    fn medians_and_allocations_are_read_from_their_columns() {
        let rows = parse(TABLE).unwrap();
        let expected = [
            Row {
                name: "a_number".to_owned(),
                median: Duration::from_nanos(63_620),
                allocations: 24.87,
                grown: 19.81,
            },
            Row {
                name: "ten_thousand".to_owned(),
                median: Duration::from_micros(690_200),
                allocations: 0.0,
                grown: 0.0,
            },
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn what_is_written_in_another_way_is_not_guessed_at() {
        assert_eq!(parse(&TABLE.replace("63.62 µs", "63.62 fortnights")), None);
        assert_eq!(parse(&TABLE.replace("24.87", "24.87K")), None);
    }
}
