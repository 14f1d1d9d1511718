#include "sqlalchemy/result.hpp"

#include "python/function.hpp"
#include "python/operations.hpp"
#include "sql/compiler.hpp"
#include "sqlalchemy/answer_values.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/expression.hpp"
#include "sqlalchemy/row.hpp"

#include <algorithm>
#include <set>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// What is left of an answer. All views of one result share it.
struct result_state {
    std::optional<answer> said;
    schema::expression statement;
    result_shape shape;
    column_names names = std::make_shared<std::vector<std::string> const>();
    row_reading reading{};
    std::vector<std::vector<python::value>> read{}; ///< by `reading`, all at once as SQLAlchemy does
    std::optional<answer_row> key{};                ///< what the server has made of the key of a new row
    std::size_t next = 0;
    bool closed = false;

    [[nodiscard]] bool gives_rows() const noexcept { return said && !said->columns.empty(); }
};

/// What the rows are shown as.
enum class row_shape { rows, scalars, mappings };

class result_value final : public python::object {
public:
    result_value(std::shared_ptr<result_state> state, row_shape shape, std::size_t column = 0)
        : state_{std::move(state)}, shape_{shape}, column_{column} {}

    [[nodiscard]] std::string type_name() const override {
        return shape_ == row_shape::rows      ? "CursorResult"
               : shape_ == row_shape::scalars ? "ScalarResult"
                                              : "MappingResult";
    }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override;
    void iterate(evaluation& run, python::item_visitor const& visit) override;

    python::value enter(evaluation&) override { return shared_from_this(); }

    bool exit(evaluation&, python::raised const*) override {
        close();
        return false;
    }

    void close() const { state_->closed = true; }

    /// The next row; nullopt at the end.
    [[nodiscard]] std::optional<python::value> fetch(evaluation& run);
    [[nodiscard]] python::value fetch_up_to(evaluation& run, std::optional<std::int64_t> count);
    [[nodiscard]] python::value first(evaluation& run);
    enum class missing { is_none, is_error };
    [[nodiscard]] python::value only(evaluation& run, missing when);
    [[nodiscard]] python::value scalar_of(python::value const& row) const;
    [[nodiscard]] python::value names(evaluation& run) const;
    [[nodiscard]] python::value affected(evaluation& run) const;
    [[nodiscard]] python::value partitions(evaluation& run, std::int64_t size);
    [[nodiscard]] python::value viewed(row_shape shape, std::size_t column = 0) const;
    [[nodiscard]] std::size_t column_of(evaluation& run, python::value const& key) const;
    [[nodiscard]] python::value new_key(evaluation& run) const;
    void make_unique(evaluation& run);

    void require_answer(evaluation& run) const;

    [[nodiscard]] result_state const& state() const noexcept { return *state_; }

private:
    void require_rows(evaluation& run) const;
    [[nodiscard]] python::value decode(evaluation& run, answer_row const& row) const;
    [[nodiscard]] python::value shaped(std::vector<python::value> items) const;
    void read_all(evaluation& run) const;

    std::shared_ptr<result_state> state_;
    row_shape shape_;
    std::size_t column_;
};

using result_pointer = std::shared_ptr<result_value>;

std::string text_of(schema::expression const& statement) {
    sql::compiler compiler{sql::audience::server()};
    return compiler.render(operation::execute{.statement = statement}).front().text;
}

void result_value::require_answer(evaluation& run) const {
    if (!state_->said)
        (void)required_database(run, text_of(state_->statement));
}

void result_value::require_rows(evaluation& run) const {
    require_answer(run);
    if (!state_->gives_rows())
        throw sqlalchemy_error(
            "ResourceClosedError", "This result object does not return rows. It has been closed automatically."
        );
    if (state_->closed)
        throw sqlalchemy_error("ResourceClosedError", "This result object is closed.");
}

type_pointer type_by_name(sent_columns const& sent, std::string const& name) {
    auto const named = [&](auto const& column) { return column.name == name; };
    auto const found = std::ranges::find_if(sent.columns, named);
    bool const several =
        found != sent.columns.end() && std::find_if(found + 1, sent.columns.end(), named) != sent.columns.end();
    bool const any_name =
        std::ranges::any_of(sent.columns, [](auto const& column) { return column.name.empty() && !column.is_text; });
    if (several || (found == sent.columns.end() && any_name))
        throw python::not_evaluable(
            "the column '" + name + "' is read beside SQL text, which is not told apart",
            "give each column a label of its own, or leave the text out"
        );
    return found == sent.columns.end() ? nullptr : found->type;
}

/// The type that the statement says of a column that the server has sent.
type_pointer type_of(result_state const& state, std::size_t column) {
    using enum sent_columns::matching;
    auto const& sent = state.shape.columns;
    if (sent.columns.empty())
        return nullptr;
    bool const as_many = sent.columns.size() == state.said->columns.size();
    if (sent.how == by_name || (sent.how == by_count && !as_many))
        return type_by_name(sent, state.said->columns[column].name);
    return column < sent.columns.size() ? sent.columns[column].type : nullptr;
}

python::value field_of(evaluation& run, result_state const& state, answer_row const& row, std::size_t column) {
    return field_value(run, state.said->columns[column], row[column], type_of(state, column));
}

std::vector<python::value> fields_of(evaluation& run, result_state const& state, answer_row const& row) {
    std::vector<python::value> fields;
    fields.reserve(row.size());
    for (std::size_t column = 0; column < row.size(); ++column)
        fields.push_back(field_of(run, state, row, column));
    run.charge_memory(row.size() * sizeof(python::value));
    return fields;
}

python::value result_value::decode(evaluation& run, answer_row const& row) const {
    if (shape_ == row_shape::scalars)
        return field_of(run, *state_, row, column_);
    return shaped(fields_of(run, *state_, row));
}

python::value result_value::shaped(std::vector<python::value> items) const {
    if (shape_ == row_shape::scalars)
        return items[column_];
    if (shape_ == row_shape::mappings)
        return std::make_shared<row_mapping>(state_->names, std::move(items));
    return std::make_shared<row_value>(state_->names, std::move(items));
}

void result_value::read_all(evaluation& run) const {
    auto const& rows = state_->said->rows;
    for (auto at = state_->read.size(); at < rows.size(); ++at) {
        run.charge_steps(1);
        state_->read.push_back(state_->reading.read(run, fields_of(run, *state_, rows[at])));
    }
}

std::optional<python::value> result_value::fetch(evaluation& run) {
    require_rows(run);
    run.charge_steps(1);
    if (state_->next >= state_->said->rows.size())
        return std::nullopt;
    if (state_->reading.read) {
        read_all(run);
        return shaped(state_->read[state_->next++]);
    }
    return decode(run, state_->said->rows[state_->next++]);
}

void result_value::iterate(evaluation& run, python::item_visitor const& visit) {
    while (auto const row = fetch(run))
        if (!visit(*row))
            return;
}

python::value result_value::fetch_up_to(evaluation& run, std::optional<std::int64_t> count) {
    require_rows(run);
    std::vector<python::value> rows;
    while (!count || static_cast<std::int64_t>(rows.size()) < *count) {
        auto row = fetch(run);
        if (!row)
            break;
        rows.push_back(*std::move(row));
    }
    return python::value::list(std::move(rows));
}

python::value result_value::first(evaluation& run) {
    auto row = fetch(run);
    close();
    return row ? *std::move(row) : python::value{};
}

python::value result_value::only(evaluation& run, missing when) {
    auto row = fetch(run);
    if (row && fetch(run))
        throw sqlalchemy_error(
            "MultipleResultsFound",
            when == missing::is_none ? "Multiple rows were found when one or none was required"
                                     : "Multiple rows were found when exactly one was required"
        );
    close();
    if (!row && when == missing::is_error)
        throw sqlalchemy_error("NoResultFound", "No row was found when one was required");
    return row ? *std::move(row) : python::value{};
}

python::value result_value::scalar_of(python::value const& row) const {
    if (row.is_none())
        return row;
    auto const held = row.as_object() != nullptr ? row.as_object()->underlying() : std::nullopt;
    return held && held->items() != nullptr ? held->items()->front() : row;
}

python::value result_value::names(evaluation& run) const {
    require_answer(run);
    std::vector<python::value> names(state_->names->begin(), state_->names->end());
    return python::value::list(std::move(names));
}

python::value result_value::affected(evaluation& run) const {
    require_answer(run);
    return state_->said->counted ? python::value{static_cast<std::int64_t>(*state_->said->counted)} : python::value{-1};
}

python::value result_value::partitions(evaluation& run, std::int64_t size) {
    std::vector<python::value> parts;
    for (;;) {
        auto part = fetch_up_to(run, size);
        if (part.items()->empty())
            break;
        parts.push_back(std::move(part));
    }
    return python::value::list(std::move(parts));
}

python::value result_value::viewed(row_shape shape, std::size_t column) const {
    return std::make_shared<result_value>(state_, shape, column);
}

std::size_t result_value::column_of(evaluation& run, python::value const& key) const {
    require_rows(run);
    if (auto const at = key.integer()) {
        auto const count = static_cast<std::int64_t>(state_->names->size());
        if (*at < -count || *at >= count)
            throw python::python_error("IndexError", "tuple index out of range");
        return static_cast<std::size_t>(*at < 0 ? *at + count : *at);
    }
    auto const column = key.as<expression_value>();
    std::string_view const name = column ? column->key() : key.text().value_or("");
    auto const found = std::ranges::find(*state_->names, name);
    if (found == state_->names->end())
        throw sqlalchemy_error(
            "NoSuchColumnError", "Could not locate column in row for column '" + std::string{name} + "'"
        );
    return static_cast<std::size_t>(found - state_->names->begin());
}

/// `inserted_primary_key`
python::value result_value::new_key(evaluation& run) const {
    if (auto const* why = std::get_if<std::string>(&state_->shape.key))
        throw sqlalchemy_error("InvalidRequestError", *why);
    auto columns = std::get<std::vector<inserted_key_column>>(state_->shape.key);
    bool const asked = std::ranges::any_of(columns, &inserted_key_column::returned);
    if (asked)
        require_answer(run);
    if (asked && !state_->key)
        return {};
    std::size_t next = 0;
    for (auto& column : columns)
        if (column.returned) {
            auto const& said = state_->said->columns[next];
            column.given = field_value(run, said, (*state_->key)[next++], column.type);
        }
    std::ranges::sort(columns, {}, &inserted_key_column::position);
    std::vector<std::string> names;
    std::vector<python::value> items;
    for (auto& column : columns) {
        if (column.given && column.given->as<expression_value>())
            throw python::not_evaluable("the key of a row whose value is a parameter of its own", "write the value");
        names.push_back(column.name);
        items.push_back(column.given.value_or(python::value{}));
    }
    return std::make_shared<row_value>(
        std::make_shared<std::vector<std::string> const>(std::move(names)), std::move(items)
    );
}

/// Equal texts are equal values, since all rows of a column have one type.
void result_value::make_unique(evaluation& run) {
    require_rows(run);
    bool const whole = shape_ != row_shape::scalars || (state_->reading.read && state_->names->size() == 1);
    if (!whole && state_->reading.read)
        throw python::not_evaluable("unique() of one of several things that were asked for");
    if (!state_->read.empty())
        throw python::not_evaluable("unique() after rows have been fetched");
    auto& rows = state_->said->rows;
    run.charge_steps(rows.size());
    std::set<answer_row> seen;
    std::vector<answer_row> kept;
    for (auto at = state_->next; at < rows.size(); ++at)
        if (seen.insert(whole ? rows[at] : answer_row{rows[at][column_]}).second)
            kept.push_back(std::move(rows[at]));
    rows = std::move(kept);
    state_->next = 0;
}

struct method_row {
    std::string_view name;
    std::string_view declared;
    bool of_rows_only; ///< not of scalars
    python::value (*code)(result_pointer const& self, evaluation& run, bound_arguments const& given);
};

constexpr auto all_rows = [](result_pointer const& self, evaluation& run, bound_arguments const&) {
    return self->fetch_up_to(run, std::nullopt);
};
constexpr auto one_row = [](result_pointer const& self, evaluation& run, bound_arguments const&) {
    return self->fetch(run).value_or(python::value{});
};
constexpr auto unchanged = [](result_pointer const& self, evaluation&, bound_arguments const&) -> python::value {
    return self;
};

constexpr method_row methods[] = {
    {"all", "all()", false, all_rows},
    {"fetchall", "fetchall()", false, all_rows},
    {"fetchone", "fetchone()", true, one_row},
    {"fetchmany",
     "fetchmany(size=None)",
     false,
     [](result_pointer const& self, evaluation& run, bound_arguments const& given) {
         return self->fetch_up_to(run, given.optional_integer("size").value_or(1));
     }},
    {"first",
     "first()",
     false,
     [](result_pointer const& self, evaluation& run, bound_arguments const&) { return self->first(run); }},
    {"one",
     "one()",
     false,
     [](result_pointer const& self, evaluation& run, bound_arguments const&) {
         return self->only(run, result_value::missing::is_error);
     }},
    {"one_or_none",
     "one_or_none()",
     false,
     [](result_pointer const& self, evaluation& run, bound_arguments const&) {
         return self->only(run, result_value::missing::is_none);
     }},
    {"scalar",
     "scalar()",
     true,
     [](result_pointer const& self, evaluation& run, bound_arguments const&) {
         return self->scalar_of(self->first(run));
     }},
    {"scalar_one",
     "scalar_one()",
     true,
     [](result_pointer const& self, evaluation& run, bound_arguments const&) {
         return self->scalar_of(self->only(run, result_value::missing::is_error));
     }},
    {"scalar_one_or_none",
     "scalar_one_or_none()",
     true,
     [](result_pointer const& self, evaluation& run, bound_arguments const&) {
         return self->scalar_of(self->only(run, result_value::missing::is_none));
     }},
    {"scalars",
     "scalars(index=0)",
     true,
     [](result_pointer const& self, evaluation& run, bound_arguments const& given) {
         return self->viewed(row_shape::scalars, self->column_of(run, given["index"]));
     }},
    {"mappings",
     "mappings()",
     true,
     [](result_pointer const& self, evaluation& run, bound_arguments const&) {
         self->require_answer(run);
         return self->viewed(row_shape::mappings);
     }},
    {"tuples", "tuples()", true, unchanged},
    {"yield_per", "yield_per(num)", false, unchanged},
    {"keys",
     "keys()",
     true,
     [](result_pointer const& self, evaluation& run, bound_arguments const&) { return self->names(run); }},
    {"unique",
     "unique()",
     false,
     [](result_pointer const& self, evaluation& run, bound_arguments const&) -> python::value {
         self->make_unique(run);
         return self;
     }},
    {"partitions",
     "partitions(size)",
     false,
     [](result_pointer const& self, evaluation& run, bound_arguments const& given) {
         return self->partitions(run, given.integer("size"));
     }},
    {"close",
     "close()",
     false,
     [](result_pointer const& self, evaluation&, bound_arguments const&) {
         self->close();
         return python::value{};
     }},
};

std::optional<python::value> result_value::attribute(evaluation& run, std::string_view name) {
    auto const self = std::static_pointer_cast<result_value>(shared_from_this());
    for (auto const& row : methods)
        if (row.name == name && !(row.of_rows_only && shape_ == row_shape::scalars))
            return python::make_function(
                row.declared,
                [self, code = row.code](evaluation& at, bound_arguments const& given) { return code(self, at, given); }
            );
    if (name == "rowcount" && shape_ == row_shape::rows)
        return affected(run);
    if (name == "returns_rows") {
        require_answer(run);
        return python::value{state_->gives_rows()};
    }
    if (name == "closed")
        return python::value{state_->closed};
    if (name == "inserted_primary_key" && shape_ == row_shape::rows)
        return new_key(run);
    require_answer(run);
    refuse("reading ." + std::string{name} + " of");
}

bool asks_for_key(inserted_key const& key) {
    auto const* columns = std::get_if<std::vector<inserted_key_column>>(&key);
    return columns != nullptr && std::ranges::any_of(*columns, &inserted_key_column::returned);
}

/// The row with a generated key is SQLAlchemy's, which has read it by the time that the revision looks.
void take_key(result_state& state) {
    if (!asks_for_key(state.shape.key) || state.said->rows.empty())
        return;
    state.key = std::move(state.said->rows.front());
    state.said->rows.clear();
}

} // namespace

python::value
make_result(std::optional<answer> said, schema::expression statement, result_shape shape, row_reading reading) {
    auto const state = std::make_shared<result_state>();
    state->said = std::move(said);
    state->statement = std::move(statement);
    state->shape = std::move(shape);
    state->reading = std::move(reading);
    if (state->said && state->reading.names) {
        state->names = state->reading.names;
    } else if (state->said) {
        std::vector<std::string> names;
        for (auto const& column : state->said->columns)
            names.push_back(column.name);
        state->names = std::make_shared<std::vector<std::string> const>(std::move(names));
        take_key(*state);
    }
    return std::make_shared<result_value>(state, row_shape::rows);
}

} // namespace alembicore::sqlalchemy
