#include "model/column_texts.hpp"

#include "model/tables.hpp"
#include "sqlalchemy/relationship.hpp"

#include <algorithm>

namespace alembicore::model {

namespace {

using python::as;
namespace syntax = python::syntax;
using syntax::expression_kind;

/// The one expression of a text. Errors: syntax_error, not_evaluable.
syntax::expression const& expression_of(python::source_module const& text) {
    auto const body = text.body();
    if (body.size() != 1 || body.front()->kind != syntax::statement_kind::expression)
        throw python::not_evaluable("a relationship's text that is no expression");
    return *as<syntax::expression_statement>(*body.front()).value;
}

/// `a.b.c`; empty: something else.
std::vector<std::string> names_of(syntax::expression const& node) {
    if (node.kind == expression_kind::name)
        return {std::string{as<syntax::name>(node).id}};
    if (node.kind != expression_kind::attribute)
        return {};
    auto names = names_of(*as<syntax::attribute>(node).object);
    if (!names.empty())
        names.emplace_back(as<syntax::attribute>(node).id);
    return names;
}

std::string joined(std::vector<std::string> const& names, std::size_t count) {
    std::string text;
    for (std::size_t at = 0; at < count; ++at)
        text += (at == 0 ? "" : ".") + names[at];
    return text;
}

void add(std::optional<column_places>& to, column_place const& place) {
    if (!to)
        to.emplace();
    to->push_back(place);
}

error unread(std::string_view what) {
    return python::not_evaluable("the join of a relationship with " + std::string{what});
}

} // namespace

std::optional<column_place> column_reader::place_of_text(syntax::expression const& node) {
    auto const names = names_of(node);
    if (names.size() < 2)
        return std::nullopt;
    auto const table = [&](std::string const& path) -> models::table const* {
        for (auto const& each : tables_)
            if ((each.name.schema.empty() ? each.name.name : each.name.schema + '.' + each.name.name) == path)
                return &each;
        return nullptr;
    };
    bool const by_c = names[names.size() - 2] == "c";
    auto owner = joined(names, names.size() - (by_c ? 2 : 1));
    constexpr std::string_view of_class = ".__table__";
    if (owner.ends_with(of_class))
        owner.resize(owner.size() - of_class.size());
    if (auto const* found = table(owner); found != nullptr && by_c)
        return column_place{found->name, names.back()};
    auto const model = find_class(classes_, owner);
    auto place = place_of(*model, names.back());
    if (!place)
        throw unread(joined(names, names.size()) + ", which is no column that is known");
    return place;
}

column_places column_reader::read_texts(syntax::expression const& node) {
    if (node.kind == expression_kind::list || node.kind == expression_kind::tuple) {
        column_places places;
        for (auto const* each : as<syntax::sequence>(node).items)
            for (auto& place : read_texts(*each))
                places.push_back(std::move(place));
        return places;
    }
    // A name alone is an attribute only in code, not in a text.
    auto place = place_of_text(node);
    if (!place)
        throw unread("columns that are not named as Class.attribute");
    return {*place};
}

column_place column_reader::place_of_value(python::value const& given) {
    if (auto const unknown = given.as<python::unknown_object>())
        throw unknown->refusal();
    auto const own = [&](python::user_class const& of) -> std::optional<column_place> {
        for (auto const& [name, item] : of.own().entries())
            if (auto const* made = owner_->find_made(name); item.identical(given) || (made && made->identical(given)))
                return place_of(*owner_, name);
        return std::nullopt;
    };
    if (auto const found = own(*owner_))
        return *found;
    for (auto const& ancestor : owner_->ancestors())
        if (auto const* known = dynamic_cast<python::user_class const*>(ancestor.get()))
            if (auto const found = own(*known))
                return *found;
    if (auto const expression = given.as<sqlalchemy::expression_value>())
        if (auto const found = place_of_node(expression->node()))
            return *found;
    throw unread("a column that is not known");
}

column_places column_reader::read_columns(python::value const& given) {
    if (auto const text = given.text()) {
        auto const module = python::parse_module("relationship", std::string{*text});
        return read_texts(expression_of(*module));
    }
    column_places places;
    if (given.items() != nullptr || given.get_if<python::set_pointer>() != nullptr) {
        for (auto const& each : run_.collect(given))
            for (auto& place : read_columns(each))
                places.push_back(std::move(place));
        return places;
    }
    return {place_of_value(given)};
}

std::optional<column_place> column_reader::place_of_node(schema::expression const& node) {
    auto const* inner = &node;
    while (inner->kind == schema::expression_kind::group && inner->operands.size() == 1)
        inner = &inner->operands.front();
    if (inner->kind != schema::expression_kind::column)
        return std::nullopt;
    auto const table = std::dynamic_pointer_cast<sqlalchemy::table_source const>(inner->part);
    if (!table)
        throw unread("a column that belongs to no table yet");
    return column_place{name_of(table->name()), inner->text};
}

/// A column, perhaps with what `foreign()` and `remote()` say of it; nullopt: no column.
std::optional<column_place> column_reader::read_side(schema::expression const& node, written_join& into) {
    auto const said = std::dynamic_pointer_cast<sqlalchemy::join_annotation const>(node.part);
    if (!said)
        return place_of_node(node);
    auto place = read_side(said->of(), into);
    if (place)
        add(said->plays() == sqlalchemy::join_annotation::role::foreign ? into.foreign : into.remote, *place);
    return place;
}

void column_reader::read_condition(schema::expression const& node, written_join& into) {
    run_.check_stack();
    if (node.kind == schema::expression_kind::group && node.operands.size() == 1)
        return read_condition(node.operands.front(), into);
    if (node.kind != schema::expression_kind::sequence)
        throw unread("a condition that is not read");
    if (node.text == " AND ") {
        for (auto const& each : node.operands)
            read_condition(each, into);
        return;
    }
    if (node.text == " = " && node.operands.size() == 2) {
        auto const left = read_side(node.operands[0], into);
        auto const right = read_side(node.operands[1], into);
        if (left && right)
            into.pairs->emplace_back(*left, *right);
        return;
    }
    if (node.text == " OR ")
        throw unread("alternatives");
}

void column_reader::read_condition(python::value const& given, written_join& into) {
    into.pairs.emplace();
    if (auto const text = given.text()) {
        auto const module = python::parse_module("relationship", std::string{*text});
        read_condition(expression_of(*module), into);
    } else if (auto const expression = given.as<sqlalchemy::expression_value>()) {
        read_condition(expression->node(), into);
    } else {
        throw unread("a condition that is not known");
    }
    if (into.pairs->empty())
        throw unread("a condition that equates no columns");
}

/// `foreign(A.b)`, `remote(A.b)`, `A.b`; nullopt: no column.
std::optional<column_place> column_reader::read_side(syntax::expression const& node, written_join& into) {
    if (node.kind != expression_kind::call)
        return place_of_text(node);
    auto const& call = as<syntax::call>(node);
    auto const callee = names_of(*call.callee);
    bool const foreign = !callee.empty() && callee.back() == "foreign";
    bool const remote = !callee.empty() && callee.back() == "remote";
    if ((!foreign && !remote) || call.arguments.size() != 1)
        throw unread("a function of columns");
    auto place = read_side(*call.arguments.front().value, into);
    if (place)
        add(foreign ? into.foreign : into.remote, *place);
    return place;
}

void column_reader::read_condition(syntax::expression const& node, written_join& into) {
    run_.check_stack();
    if (node.kind == expression_kind::comparison) {
        auto const& compared = as<syntax::comparison>(node);
        if (compared.operators.size() != 1)
            throw unread("a chain of comparisons");
        bool const equal = compared.operators.front() == syntax::comparison_operator::equal;
        auto const left = read_side(*compared.operands[0], into);
        auto const right = read_side(*compared.operands[1], into);
        if (left && right && equal)
            into.pairs->emplace_back(*left, *right);
        return;
    }
    if (node.kind == expression_kind::binary && as<syntax::binary>(node).op == syntax::binary_operator::bit_and) {
        read_condition(*as<syntax::binary>(node).left, into);
        return read_condition(*as<syntax::binary>(node).right, into);
    }
    if (node.kind == expression_kind::call) {
        auto const& call = as<syntax::call>(node);
        auto const callee = names_of(*call.callee);
        if (!callee.empty() && callee.back() == "and_") {
            for (auto const& each : call.arguments)
                read_condition(*each.value, into);
            return;
        }
        // `Other.flag.is_(True)` restricts the rows and joins nothing.
        if (!callee.empty() && (callee.back() == "is_" || callee.back() == "is_not" || callee.back() == "isnot"))
            return;
    }
    throw unread("a condition that is not read");
}

} // namespace alembicore::model
