// csv: reading, in the usual mode of CPython's reader.
#include "python/csv_format.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/lazy.hpp"
#include "python/library.hpp"

#include <utility>

namespace alembicore::python {

type_pointer csv_error() {
    static type_pointer const once = make_exception_type("Error", builtin_exception("Exception"));
    return once;
}

namespace {

char single_character(bound_arguments const& given, std::string_view name) {
    auto const text = given.text(name);
    if (text.size() != 1 || text == "\n" || text == "\r" || text == " ")
        throw given.refusal(name, "not one character of ASCII");
    return text.front();
}

} // namespace

csv_format read_csv_format(evaluation& run, bound_arguments const& given) {
    auto const dialect = given["dialect"].text();
    if (dialect != "excel" && dialect != "excel-tab" && dialect != "unix")
        throw given.refusal("dialect", "not a dialect that is known");
    for (auto const* unread : {"escapechar", "strict"})
        if (run.truth(given[unread]))
            throw given.refusal(unread, "not evaluated");
    if (!run.truth(given["doublequote"]))
        throw given.refusal("doublequote", "not evaluated");
    csv_format format;
    format.delimiter = dialect == "excel-tab" ? '\t' : ',';
    if (!given["delimiter"].is_none())
        format.delimiter = single_character(given, "delimiter");
    format.quote = single_character(given, "quotechar");
    format.skip_space = run.truth(given["skipinitialspace"]);
    return format;
}

namespace {

csv_format read_format(evaluation& run, bound_arguments const& given) {
    if (run.truth(given["quoting"]))
        throw given.refusal("quoting", "not evaluated");
    return read_csv_format(run, given);
}

/// Takes rows apart, a line at a time: a field in quotes may go on in the next line.
class row_splitter {
public:
    explicit row_splitter(csv_format format) : format_{format} {}

    /// Whether the row is complete.
    bool add(std::string_view line) {
        for (char const c : line)
            take(c);
        end_line();
        return state_ == state::row;
    }

    /// Whether there is a row whose quotes are open at the end of all lines.
    [[nodiscard]] bool unfinished() const noexcept { return state_ == state::quoted; }

    [[nodiscard]] value finish() {
        if (unfinished())
            end_field(state::row);
        return value::list(std::exchange(fields_, {}));
    }

private:
    enum class state : std::uint8_t { row, field, text, quoted, quote_in_quoted, line_end };

    void end_field(state next) {
        fields_.emplace_back(std::exchange(field_, {}));
        state_ = next;
    }

    void end_line() {
        if (state_ == state::line_end)
            state_ = state::row;
        else if (state_ != state::row && state_ != state::quoted)
            end_field(state::row);
    }

    void add_character(char c) {
        field_ += c;
        state_ = state::text;
    }

    void take(char c) {
        bool const line_end = c == '\n' || c == '\r';
        if (state_ == state::line_end && !line_end)
            throw make_raised(
                csv_error(), "new-line character seen in unquoted field - do you need to open the file with newline=''?"
            );
        if (state_ == state::quoted)
            return take_quoted(c);
        if (state_ == state::quote_in_quoted && c == format_.quote) {
            field_ += c;
            state_ = state::quoted;
            return;
        }
        bool const begins = state_ == state::row || state_ == state::field;
        if (line_end) {
            if (state_ == state::row || state_ == state::line_end)
                state_ = state::line_end;
            else
                end_field(state::line_end);
        } else if (begins && c == format_.quote)
            state_ = state::quoted;
        else if (begins && c == ' ' && format_.skip_space)
            state_ = state::field;
        else if (c == format_.delimiter)
            end_field(state::field);
        else
            add_character(c);
    }

    void take_quoted(char c) {
        if (c == format_.quote)
            state_ = state::quote_in_quoted;
        else
            field_ += c;
    }

    csv_format format_;
    state state_ = state::row;
    std::string field_;
    std::vector<value> fields_;
};

std::shared_ptr<lazy_sequence> make_rows(value source, csv_format format) {
    return std::make_shared<lazy_sequence>(
        "reader",
        [source = std::move(source), format](evaluation& run, item_visitor const& visit) {
            row_splitter rows{format};
            bool wanted = true;
            run.iterate(source, [&](value const& line) {
                auto const text = line.text();
                if (!text)
                    throw make_raised(
                        csv_error(),
                        "iterator should return strings, not " + run.type_of(line)->name() +
                            " (the file should be opened in text mode)"
                    );
                run.charge_memory(text->size());
                run.charge_steps(text->size());
                wanted = !rows.add(*text) || visit(rows.finish());
                return wanted;
            });
            if (wanted && rows.unfinished())
                visit(rows.finish());
        }
    );
}

value reader(evaluation& run, bound_arguments const& given) {
    return make_rows(given["csvfile"], read_format(run, given));
}

/// csv.DictReader
class dict_reader final : public object {
public:
    dict_reader(std::shared_ptr<lazy_sequence> rows, value names, value rest_key, value rest_value)
        : rows_{std::move(rows)}, names_{std::move(names)}, rest_key_{std::move(rest_key)},
          rest_value_{std::move(rest_value)} {}

    [[nodiscard]] std::string type_name() const override { return "DictReader"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override {
        if (name != "fieldnames")
            refuse("reading ." + std::string{name} + " of");
        return names(run);
    }

    void iterate(evaluation& run, item_visitor const& visit) override {
        auto const heading = names(run);
        while (auto const row = rows_->next(run)) {
            run.charge_steps(1);
            if (!row->items()->empty() && !visit(dict_of(run, heading, *row->items())))
                return;
        }
    }

    void surrender(std::vector<value>& into) noexcept override {
        into.push_back(std::move(names_));
        rows_->surrender(into);
    }

private:
    value names(evaluation& run) {
        if (names_.is_none())
            names_ = rows_->next(run).value_or(value{});
        return names_;
    }

    [[nodiscard]] value dict_of(evaluation& run, value const& heading, std::vector<value> const& fields) const {
        auto const names = run.collect(heading);
        dict_table row;
        for (std::size_t at = 0; at < std::min(names.size(), fields.size()); ++at)
            row.set(names[at], fields[at]);
        if (names.size() < fields.size())
            row.set(rest_key_, value::list({fields.begin() + static_cast<std::ptrdiff_t>(names.size()), fields.end()}));
        for (std::size_t at = fields.size(); at < names.size(); ++at)
            row.set(names[at], rest_value_);
        return value::dict(std::move(row));
    }

    std::shared_ptr<lazy_sequence> rows_;
    value names_;
    value rest_key_;
    value rest_value_;
};

value make_dict_reader(evaluation& run, bound_arguments const& given) {
    auto const names = given["fieldnames"].is_none() ? value{} : value::list(run.collect(given["fieldnames"]));
    return std::make_shared<dict_reader>(
        make_rows(given["f"], read_format(run, given)), names, given["restkey"], given["restval"]
    );
}

} // namespace

void add_csv(module_registry& registry) {
    std::string const format = "delimiter=None, quotechar='\"', doublequote=True, skipinitialspace=False, "
                               "lineterminator=None, strict=False, escapechar=None, quoting=0)";
    auto& csv = registry.module("csv");
    csv.function("reader(csvfile, dialect='excel', *, " + format, reader, effect::none);
    csv.function(
        "DictReader(f, fieldnames=None, restkey=None, restval=None, dialect='excel', *, " + format,
        make_dict_reader,
        effect::none
    );
    add_csv_writers(csv);
    csv.set("Error", class_value(csv_error()));
    csv.set("QUOTE_MINIMAL", 0);
    csv.set("QUOTE_ALL", 1);
    csv.set("QUOTE_NONNUMERIC", 2);
    csv.set("QUOTE_NONE", 3);
}

} // namespace alembicore::python
