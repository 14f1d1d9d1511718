// csv: writing into what has a write().
#include "python/csv_format.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::python {

namespace {

enum class quoting : std::uint8_t { minimal, all, non_numeric };

struct writer_format {
    csv_format fields;
    std::string line_end;
    quoting quotes = quoting::minimal;
};

writer_format read_writer_format(evaluation& run, bound_arguments const& given) {
    writer_format format{.fields = read_csv_format(run, given), .line_end = "\r\n"};
    if (given["dialect"].text() == "unix")
        format = {.fields = format.fields, .line_end = "\n", .quotes = quoting::all};
    if (!given["lineterminator"].is_none())
        format.line_end = given.text("lineterminator");
    if (given["quoting"].is_none())
        return format;
    auto const how = given.integer("quoting");
    if (how < 0 || how > 2)
        throw given.refusal("quoting", "not evaluated");
    format.quotes = static_cast<quoting>(how);
    return format;
}

bool is_number(value const& field) {
    return field.integer().has_value() || field.number().has_value();
}

/// Releases of Python differ in whether a line end that is not the writer's own is quoted.
bool needs_quotes(std::string_view text, writer_format const& format) {
    if (text.find_first_of(format.line_end) == std::string_view::npos &&
        text.find_first_of("\r\n") != std::string_view::npos)
        throw not_evaluable("a line end in a field, beside another lineterminator, is not evaluated");
    char const special[] = {format.fields.delimiter, format.fields.quote, '\0'};
    return text.find_first_of(special) != std::string_view::npos ||
           text.find_first_of(format.line_end) != std::string_view::npos;
}

std::string in_quotes(std::string_view text, char quote) {
    std::string quoted(1, quote);
    for (char const c : text) {
        if (c == quote)
            quoted += quote;
        quoted += c;
    }
    return quoted + quote;
}

std::string line_of(evaluation& run, std::vector<value> const& fields, writer_format const& format) {
    std::string line;
    for (auto const& field : fields) {
        if (&field != &fields.front())
            line += format.fields.delimiter;
        auto const text = field.is_none() ? std::string{} : run.str(field);
        run.charge_memory(text.size());
        bool const quoted = format.quotes == quoting::all ||
                            (format.quotes == quoting::non_numeric && !is_number(field)) || needs_quotes(text, format);
        line += quoted ? in_quotes(text, format.fields.quote) : text;
    }
    if (line.empty() && !fields.empty())
        line = in_quotes("", format.fields.quote);
    return line + format.line_end;
}

value write_line(evaluation& run, value const& to, std::string line) {
    arguments given;
    given.positional.emplace_back(std::move(line));
    return run.call(*run.attribute(to, "write"), given);
}

/// csv.writer
class csv_writer final : public object {
public:
    csv_writer(value to, writer_format format) : to_{std::move(to)}, format_{std::move(format)} {}

    [[nodiscard]] std::string type_name() const override { return "writer"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    value write(evaluation& run, std::vector<value> const& fields) {
        return write_line(run, to_, line_of(run, fields, format_));
    }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        auto const self = std::static_pointer_cast<csv_writer>(shared_from_this());
        if (name == "writerow")
            return make_function("writerow(row, /)", [self](evaluation& run, bound_arguments const& given) {
                return self->write(run, run.collect(given["row"]));
            });
        if (name == "writerows")
            return make_function("writerows(rows, /)", [self](evaluation& run, bound_arguments const& given) -> value {
                for (auto const& row : run.collect(given["rows"]))
                    self->write(run, run.collect(row));
                return {};
            });
        refuse("reading ." + std::string{name} + " of");
    }

    void surrender(std::vector<value>& into) noexcept override { into.push_back(std::move(to_)); }

private:
    value to_;
    writer_format format_;
};

/// csv.DictWriter
class dict_writer final : public object {
public:
    dict_writer(std::shared_ptr<csv_writer> to, std::vector<value> names, value missing, bool strict)
        : to_{std::move(to)}, names_{std::move(names)}, missing_{std::move(missing)}, strict_{strict} {}

    [[nodiscard]] std::string type_name() const override { return "DictWriter"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        auto const self = std::static_pointer_cast<dict_writer>(shared_from_this());
        if (name == "fieldnames")
            return value::list(names_);
        if (name == "writeheader")
            return make_function("writeheader()", [self](evaluation& run, bound_arguments const&) {
                return self->to_->write(run, self->names_);
            });
        if (name == "writerow")
            return make_function("writerow(rowdict)", [self](evaluation& run, bound_arguments const& given) {
                return self->to_->write(run, self->fields_of(run, given["rowdict"]));
            });
        if (name == "writerows")
            return make_function("writerows(rowdicts)", [self](evaluation& run, bound_arguments const& given) -> value {
                for (auto const& row : run.collect(given["rowdicts"]))
                    self->to_->write(run, self->fields_of(run, row));
                return {};
            });
        refuse("reading ." + std::string{name} + " of");
    }

    void surrender(std::vector<value>& into) noexcept override {
        into.push_back(std::move(missing_));
        into.insert(into.end(), names_.begin(), names_.end());
    }

private:
    [[nodiscard]] std::vector<value> fields_of(evaluation& run, value const& row) const {
        auto const* const table = row.mapping();
        if (table == nullptr)
            refuse("writing what is no dict with");
        std::vector<value> fields;
        std::size_t known = 0;
        for (auto const& name : names_) {
            auto const* const found = table->find(name);
            known += found != nullptr ? 1 : 0;
            fields.push_back(found != nullptr ? *found : missing_);
        }
        if (strict_ && known < table->size())
            throw value_error("dict contains fields not in fieldnames: " + strangers(run, *table));
        return fields;
    }

    [[nodiscard]] std::string strangers(evaluation& run, dict_table const& table) const {
        std::string named;
        std::size_t found = 0;
        for (auto const& key : table.keys())
            if (std::ranges::none_of(names_, [&](value const& name) { return python::same_key(name, key); })) {
                named = run.repr(key);
                ++found;
            }
        if (found > 1)
            throw not_evaluable("the order of a set with several members is different in each run of Python");
        return named;
    }

    std::shared_ptr<csv_writer> to_;
    std::vector<value> names_;
    value missing_;
    bool strict_;
};

value make_dict_writer(evaluation& run, bound_arguments const& given) {
    auto const extras = given.text("extrasaction");
    if (extras != "raise" && extras != "ignore")
        throw given.refusal("extrasaction", "neither raise nor ignore");
    return std::make_shared<dict_writer>(
        std::make_shared<csv_writer>(given["f"], read_writer_format(run, given)),
        run.collect(given["fieldnames"]),
        given["restval"],
        extras == "raise"
    );
}

} // namespace

void add_csv_writers(module_object& csv) {
    std::string const format = "delimiter=None, quotechar='\"', doublequote=True, skipinitialspace=False, "
                               "lineterminator=None, strict=False, escapechar=None, quoting=None)";
    csv.function(
        "writer(csvfile, dialect='excel', *, " + format,
        [](evaluation& run, bound_arguments const& given) -> value {
            return std::make_shared<csv_writer>(given["csvfile"], read_writer_format(run, given));
        },
        effect::none
    );
    csv.function(
        "DictWriter(f, fieldnames, restval='', extrasaction='raise', dialect='excel', *, " + format,
        make_dict_writer,
        effect::none
    );
}

} // namespace alembicore::python
