// How lines of csv are written: shared by its readers and writers.
#pragma once

#include "python/function.hpp"
#include "python/module.hpp"

namespace alembicore::python {

struct csv_format {
    char delimiter = ',';
    char quote = '"';
    bool skip_space = false;
};

/// csv.Error
[[nodiscard]] type_pointer csv_error();

/// What the dialect and the keywords say, apart from what only writers look at.
[[nodiscard]] csv_format read_csv_format(evaluation& run, bound_arguments const& given);

/// csv.writer, csv.DictWriter
void add_csv_writers(module_object& csv);

} // namespace alembicore::python
