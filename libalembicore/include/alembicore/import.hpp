// Rows of a CSV file into a table: all of them or none.
#pragma once

#include <alembicore/data.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::data {

enum class import_heading {
    names,   ///< the first line names the columns
    ignored, ///< the first line is passed over
    none     ///< the first line is a row
};

enum class import_mode {
    write,
    dry_run ///< everything is done, then rolled back; numbers that sequences have given are gone all the same
};

/// What becomes of sequences that would give a number again which an imported row has.
enum class import_sequences {
    told,    ///< the report names them
    advanced ///< they are moved past the numbers in use, as pg_restore leaves them
};

struct import_request {
    catalog::name table{};
    std::string source{"csv"}; ///< what the text is called in errors: a file's name
    import_mode mode = import_mode::write;
    import_heading heading = import_heading::names;
    import_sequences sequences = import_sequences::told;
    std::vector<std::string>
        columns{}; ///< of the fields; empty = as the heading says, else those of the table in order
    char delimiter = ',';
    std::string null_text{};                       ///< a field of this text without quotes is NULL
    std::chrono::milliseconds time_limit{600'000}; ///< of every statement; 0 = none
};

/// A sequence whose next number is in use already: the next row with a default would collide.
struct sequence_behind {
    std::string column;    ///< that it numbers, and that the file has
    std::string sequence;  ///< as SQL names it
    std::string next;      ///< what it would give
    std::string used;      ///< the highest number of the column; the lowest where the sequence descends
    bool advanced = false; ///< it has been moved, and is not behind any more
};

struct import_report {
    std::uint64_t rows = 0;                 ///< that the table took
    std::vector<std::string> columns;       ///< that were filled; all others have their defaults
    std::vector<std::string> computed;      ///< in the file, but left out: the server computes them
    std::vector<sequence_behind> sequences; ///< of filled columns, as far as the user may read them
    bool dry_run = false;
};

/// Gives the next bytes of a text, none at its end.
using text_source = std::function<std::string_view()>;

/// Values are read as by COPY: identity columns keep those that are given, and their sequences go on where they were
/// unless they are to be advanced. In memory that grows neither with the number
/// of rows nor with that of bytes; the server keeps the rows in a temporary table until all are there.
///
/// Errors: of the first row that does not fit, with its line in `place`, the column or constraint in `server` and the
/// value in `reason`: bad_usage when it is no proper CSV, statement_failed when the server refuses it; cancelled;
/// bad_usage for tables and columns that are not there.
ALEMBICORE_EXPORT import_report
import_rows(database& on, import_request const& wanted, text_source const& from, std::stop_token const& stop = {});

} // namespace alembicore::data
