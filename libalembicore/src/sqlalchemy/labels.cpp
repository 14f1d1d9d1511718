#include "sqlalchemy/labels.hpp"

#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/select_state.hpp"
#include "sqlalchemy/text.hpp"

#include <map>

namespace alembicore::sqlalchemy {

namespace {

using schema::expression;
using schema::expression_kind;

/// A label, away from where it is written as one.
class label_part final : public statement_part {
public:
    explicit label_part(expression of) : of_{std::move(of)} {}

    [[nodiscard]] expression resolve(resolution& in) const override { return in.resolve(of_); }

    void add_sources(source_list& to) const override { sqlalchemy::add_sources(of_, to); }

private:
    expression of_;
};

enum class label_use { never, in_source, always };

/// How a column is called.
struct naming {
    std::optional<schema::identifier> natural{}; ///< its own name
    std::string fixed{};                         ///< the name of what is cast
    numbered_name numbered{};                    ///< where neither is there, or it clashes
    std::string offered{};                       ///< the key in `.c`; empty = none
    label_use use = label_use::always;
};

std::shared_ptr<void const> identity_of(expression_pointer const& column) {
    if (column->node().kind == expression_kind::column && column->node().part)
        return column->node().part;
    static std::shared_ptr<void const> const constants[] = {
        std::make_shared<int>(), std::make_shared<int>(), std::make_shared<int>()};
    if (column->node().kind == expression_kind::null)
        return constants[0];
    if (column->node().kind == expression_kind::boolean)
        return constants[column->node().text == "true" ? 1 : 2];
    return column;
}

std::string last_name(std::string const& function) {
    return function.substr(function.rfind('.') + 1);
}

naming naming_of(expression_pointer const& column);

naming naming_of_wrapped(expression_pointer const& column, expression_pointer const& inner) {
    auto const of = naming_of(inner);
    naming named{.numbered = {column, of.natural ? of.natural->text : of.numbered.seed}, .offered = of.offered};
    named.fixed = of.natural ? of.natural->text : of.fixed;
    return named;
}

naming naming_of_unary(expression_pointer const& column) {
    bool const named = column->node().operands.front().kind == expression_kind::column;
    return {.numbered = {column, "anon"}, .use = named ? label_use::in_source : label_use::always};
}

naming naming_of(expression_pointer const& column) {
    auto const& node = column->node();
    if (auto const* label = dynamic_cast<label_value const*>(column.get()))
        return {
            .natural = label->given_name(),
            .numbered = label->numbered(),
            .offered = std::string{label->key()},
            .use = label_use::never};
    if (auto const* coerced = dynamic_cast<coerced_value const*>(column.get()))
        return naming_of_wrapped(column, coerced->of());
    if (dynamic_cast<self_named_value const*>(column.get()) != nullptr)
        return {
            .natural = schema::identifier{std::string{column->key()}, std::nullopt},
            .numbered = {column, std::string{column->key()}},
            .offered = std::string{column->key()},
            .use = label_use::never};
    if (auto const* unnamed = dynamic_cast<unnamed_expression const*>(column.get()))
        return {.numbered = {column, unnamed->seed()}};
    if (dynamic_cast<literal_column_value const*>(column.get()) != nullptr)
        return {
            .natural = schema::identifier{node.text, std::nullopt},
            .numbered = {column, node.text},
            .offered = node.text,
            .use = label_use::never};
    switch (node.kind) {
    case expression_kind::column:
        return {
            .natural = schema::identifier{node.text, node.quote},
            .numbered = {identity_of(column), node.text},
            .offered = node.text,
            .use = node.part ? label_use::in_source : label_use::never};
    case expression_kind::function:
        return {.numbered = {column, last_name(node.text)}, .offered = last_name(node.text)};
    case expression_kind::cast:
        return naming_of_wrapped(column, make_expression(node.operands.front()));
    case expression_kind::prefix:
    case expression_kind::postfix:
        return naming_of_unary(column);
    default:
        return {.numbered = {identity_of(column), "anon"}};
    }
}

bool is_sql_text(expression_pointer const& column) {
    return dynamic_cast<text_value const*>(column.get()) != nullptr;
}

/// The label that one column of a list is given, after what came before it.
struct chosen_label {
    std::optional<schema::identifier> fixed{};
    std::optional<numbered_name> numbered{};
    bool required = false; ///< written wherever the column stands
    bool repeated = false;
};

class label_chooser {
public:
    chosen_label choose(naming const& named, std::shared_ptr<void const> const& identity) {
        if (named.natural || !named.fixed.empty())
            return choose_named(named, identity);
        if (!insert(key_of(named.numbered), identity))
            return {.numbered = copy_of(named.numbered.owner, named.numbered.seed), .repeated = true};
        return {.numbered = named.numbered};
    }

private:
    static std::string key_of(numbered_name const& name) {
        return std::to_string(reinterpret_cast<std::uintptr_t>(name.owner.get())) + ' ' + name.seed;
    }

    bool insert(std::string const& name, std::shared_ptr<void const> const& identity) {
        return names_.try_emplace(name, identity.get()).second;
    }

    numbered_name copy_of(std::shared_ptr<void const> const& owner, std::string const& seed) {
        return {owner, seed + '_', ++copies_};
    }

    chosen_label choose_named(naming const& named, std::shared_ptr<void const> const& identity) {
        auto const name = named.natural ? *named.natural : schema::identifier{named.fixed, std::nullopt};
        if (insert(name.text, identity))
            return {.fixed = name};
        if (!named.natural)
            return {.numbered = numbered_name{identity, name.text + '_'}, .repeated = true};
        if (names_.at(name.text) == identity.get())
            return {.numbered = copy_of(identity, name.text), .required = true, .repeated = true};
        if (insert(key_of(named.numbered), identity))
            return {.numbered = named.numbered, .required = true};
        return {.numbered = copy_of(identity, name.text), .required = true, .repeated = true};
    }

    std::map<std::string, void const*> names_;
    int copies_ = 0;
};

expression labelled(expression of, schema::identifier const& name) {
    return {.kind = expression_kind::label, .text = name.text, .operands = {std::move(of)}, .quote = name.quote};
}

/// label, found by name among the columns of the SELECT around it.
class sorting_part final : public statement_part {
public:
    explicit sorting_part(std::shared_ptr<label_value const> label) : label_{std::move(label)} {}

    [[nodiscard]] expression resolve(resolution& in) const override {
        if (!in.scopes.empty() && in.scopes.back().labels != nullptr)
            for (auto const& column : in.scopes.back().labels->columns)
                if (auto const* label = dynamic_cast<label_value const*>(column.get());
                    label != nullptr && is_same(*label))
                    return schema::column_reference(label->name_in(in));
        return in.resolve(label_->of()->node());
    }

    void add_sources(source_list& to) const override { sqlalchemy::add_sources(label_->of()->node(), to); }

private:
    [[nodiscard]] bool is_same(label_value const& other) const {
        if (&other == label_.get())
            return true;
        auto const& mine = label_->of()->node();
        auto const& its = other.of()->node();
        return label_->key() == other.key() && mine.kind == expression_kind::column && its.kind == mine.kind &&
               mine.text == its.text && mine.part == its.part;
    }

    std::shared_ptr<label_value const> label_;
};

/// A name in ORDER BY.
class sorting_name final : public statement_part {
public:
    explicit sorting_name(std::string name) : name_{std::move(name)} {}

    [[nodiscard]] expression resolve(resolution& in) const override {
        if (in.scopes.empty())
            return schema::sql_text(name_);
        if (in.scopes.back().labels == nullptr)
            throw python::not_evaluable("the name '" + name_ + "' outside a SELECT", "write a column");
        for (auto const& column : in.scopes.back().labels->columns)
            if (auto found = find(column, in))
                return std::move(*found);
        for (auto const& listed : in.scopes.back().froms)
            if (listed->find(name_) != nullptr) {
                auto node = schema::column_reference(listed->find(name_)->name);
                node.part = listed;
                return in.resolve(node);
            }
        throw sqlalchemy_error(
            "CompileError",
            "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL expression '" + name_ +
                "' should be explicitly declared as text('" + name_ + "')"
        );
    }

private:
    [[nodiscard]] std::optional<expression> find(expression_pointer const& column, resolution& in) const {
        if (auto const* label = dynamic_cast<label_value const*>(column.get())) {
            if (label->key() == name_)
                return schema::column_reference(label->name_in(in));
            return std::nullopt;
        }
        auto const& node = column->node();
        auto const of = std::dynamic_pointer_cast<source const>(node.part);
        if (node.kind == expression_kind::column && of && of->description() + '_' + node.text == name_)
            return in.resolve(node);
        return std::nullopt;
    }

    std::string name_;
};

expression part_node(std::shared_ptr<statement_part const> part) {
    return {.kind = expression_kind::unresolved, .part = std::move(part)};
}

} // namespace

label_value::label_value(expression_pointer of, alias_name name)
    : expression_value{part_node(std::make_shared<label_part const>(of->node())), of->value_type(), of->top()},
      of_{std::move(of)}, name_{std::move(name)}, identity_{node().part} {}

numbered_name label_value::numbered() const {
    return {identity_, name_.given ? name_.given->text : name_.seed};
}

schema::identifier label_value::name_in(resolution& in) const {
    if (name_.given)
        return *name_.given;
    return {in.text_of(numbered()), std::nullopt};
}

std::vector<expression>
labelled_columns(std::vector<expression_pointer> const& columns, bool in_source, resolution& in) {
    std::vector<expression> all;
    label_chooser chooser;
    for (auto const& column : columns) {
        auto const named = naming_of(column);
        if (is_sql_text(column)) {
            all.push_back(in.resolve(column->node()));
            continue;
        }
        auto const chosen = chooser.choose(named, identity_of(column));
        if (auto const* label = dynamic_cast<label_value const*>(column.get())) {
            auto const name = label->name_in(in);
            all.push_back(labelled(in.resolve(label->of()->node()), name));
            continue;
        }
        bool const written =
            chosen.required || named.use == label_use::always || (named.use == label_use::in_source && in_source);
        if (!written) {
            all.push_back(in.resolve(column->node()));
            continue;
        }
        auto const name = chosen.numbered ? schema::identifier{in.text_of(*chosen.numbered), std::nullopt}
                                          : schema::identifier{in.shortened(chosen.fixed->text), chosen.fixed->quote};
        all.push_back(labelled(in.resolve(column->node()), name));
    }
    return all;
}

std::vector<table_column> offered_columns(std::vector<expression_pointer> const& columns) {
    std::vector<table_column> offered;
    label_chooser chooser;
    std::map<std::string, int> keys;
    for (auto const& column : columns) {
        if (is_sql_text(column))
            continue;
        auto const named = naming_of(column);
        auto const chosen = chooser.choose(named, identity_of(column));
        std::string key = named.offered.empty() ? "_no_label" : named.offered;
        if (int const seen = keys[key]++; seen > 0)
            key += '_' + std::to_string(seen);
        if (chosen.required && dynamic_cast<label_value const*>(column.get()) != nullptr)
            throw sqlalchemy_error(
                "InvalidRequestError",
                "Label name " + named.offered +
                    " is being renamed to an anonymous label due to disambiguation which is not supported right now.  "
                    "Please use unique names for explicit labels."
            );
        table_column made{.name = {key, std::nullopt}, .type = column->value_type()};
        if (chosen.numbered)
            made.numbered = chosen.numbered;
        else
            made.name.quote = chosen.fixed->quote;
        offered.push_back(std::move(made));
    }
    return offered;
}

sent_columns sent_by_server(std::vector<expression_pointer> const& columns) {
    sent_columns sent;
    label_chooser chooser;
    for (auto const& column : columns) {
        if (is_sql_text(column)) {
            sent.columns.push_back({.is_text = true});
            continue;
        }
        auto const named = naming_of(column);
        auto const chosen = chooser.choose(named, identity_of(column));
        bool const is_label = dynamic_cast<label_value const*>(column.get()) != nullptr;
        auto const& name = is_label ? named.natural : chosen.fixed;
        sent.columns.push_back({name ? name->text : std::string{}, column->value_type()});
    }
    return sent;
}

expression_pointer sorting_element(python::evaluation& run, python::value const& given) {
    if (auto const text = given.text())
        return make_expression(part_node(std::make_shared<sorting_name const>(std::string{*text})));
    if (auto const label = given.as<label_value>())
        return make_expression(
            part_node(std::make_shared<sorting_part const>(label)), label->value_type(), label->top()
        );
    return coerce(run, given);
}

expression_pointer sorted(expression_pointer const& of, std::string suffix) {
    auto node = of->node();
    if (auto const label = std::dynamic_pointer_cast<label_value>(of))
        node = part_node(std::make_shared<sorting_part const>(label));
    return make_expression(wrap(expression_kind::postfix, std::move(suffix), std::move(node)), of->value_type());
}

std::span<std::pair<std::string_view, std::string_view> const> sorting_words() {
    static constexpr std::pair<std::string_view, std::string_view> words[] = {
        {"desc", " DESC"},
        {"asc", " ASC"},
        {"nullsfirst", " NULLS FIRST"},
        {"nulls_first", " NULLS FIRST"},
        {"nullslast", " NULLS LAST"},
        {"nulls_last", " NULLS LAST"},
    };
    return words;
}

expression_pointer distinct_of(expression_value const& of) {
    constexpr sql_operator distinct{"DISTINCT ", 5};
    return make_expression(wrap(expression_kind::prefix, "DISTINCT ", of.beside(distinct)), of.value_type(), distinct);
}

expression_pointer collection_test(std::string_view words, expression_value const& of) {
    sql_operator const op{words, 15};
    bool const grouped = dynamic_cast<scalar_part_marker const*>(of.node().part.get()) != nullptr;
    auto node = grouped ? of.node() : wrap(expression_kind::group, "", of.node());
    return make_expression(wrap(expression_kind::prefix, std::string{words}, std::move(node)), of.value_type(), op);
}

} // namespace alembicore::sqlalchemy
