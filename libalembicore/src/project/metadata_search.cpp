#include "project/metadata_search.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace alembicore::project_files {

namespace {

namespace syntax = python::syntax;
using python::as;
using syntax::expression_kind;
using syntax::statement_kind;

constexpr unsigned most_steps = 1'000;

/// Classes whose MetaData has no convention, of SQLAlchemy and of what is built on it.
constexpr std::array<std::string_view, 9> plain_bases{
    "DeclarativeBase",
    "DeclarativeBaseNoMeta",
    "MappedAsDataclass",
    "AsyncAttrs",
    "SQLModel",
    "object",
    "Generic",
    "ABC",
    "Protocol"};

/// Chain of names `a.b.c`; empty: something else.
std::vector<std::string> names_of(syntax::expression const& expression) {
    if (expression.kind == expression_kind::name)
        return {std::string{as<syntax::name>(expression).id}};
    if (expression.kind != expression_kind::attribute)
        return {};
    auto names = names_of(*as<syntax::attribute>(expression).object);
    if (!names.empty())
        names.emplace_back(as<syntax::attribute>(expression).id);
    return names;
}

std::vector<std::string> joined(std::vector<std::string> front, std::vector<std::string> const& back) {
    front.insert(front.end(), back.begin(), back.end());
    return front;
}

bool is_target(syntax::expression const& target, std::string_view name) {
    return target.kind == expression_kind::name && as<syntax::name>(target).id == name;
}

bool binds(syntax::statement const& statement, std::string_view name) {
    switch (statement.kind) {
    case statement_kind::assign: {
        auto const& targets = as<syntax::assign>(statement).targets;
        return std::any_of(targets.begin(), targets.end(), [&](auto const* each) { return is_target(*each, name); });
    }
    case statement_kind::annotate: {
        auto const& annotated = as<syntax::annotate>(statement);
        return annotated.value != nullptr && is_target(*annotated.target, name);
    }
    case statement_kind::class_:
        return as<syntax::class_statement>(statement).id == name;
    case statement_kind::import: {
        auto const& names = as<syntax::import_statement>(statement).names;
        return std::any_of(names.begin(), names.end(), [&](auto const& each) {
            return each.target != nullptr && each.target->id == name;
        });
    }
    case statement_kind::import_from: {
        auto const& names = as<syntax::import_from>(statement).names;
        return std::any_of(names.begin(), names.end(), [&](auto const& each) {
            return each.target != nullptr && each.target->id == name;
        });
    }
    default:
        return false;
    }
}

/// Blocks that run as a part of this one.
std::vector<syntax::block> inner_blocks(syntax::statement const& statement) {
    std::vector<syntax::block> blocks;
    if (statement.kind == statement_kind::if_)
        for (auto const& branch : as<syntax::if_statement>(statement).branches)
            blocks.push_back(branch.body);
    if (statement.kind == statement_kind::try_)
        blocks.push_back(as<syntax::try_statement>(statement).body);
    return blocks;
}

/// The statements that bind the name at this level.
void find_bindings(syntax::block block, std::string_view name, std::vector<syntax::statement const*>& found) {
    for (auto const* statement : block) {
        if (binds(*statement, name))
            found.push_back(statement);
        for (auto const& inner : inner_blocks(*statement))
            find_bindings(inner, name, found);
    }
}

/// The value of `….naming_convention = value` at the level of the module.
syntax::expression const* later_convention(syntax::block block) {
    syntax::expression const* found = nullptr;
    for (auto const* statement : block)
        if (statement->kind == statement_kind::assign)
            for (auto const* target : as<syntax::assign>(*statement).targets)
                if (target->kind == expression_kind::attribute &&
                    as<syntax::attribute>(*target).id == "naming_convention")
                    found = as<syntax::assign>(*statement).value;
    return found;
}

/// The dotted name of the module that `from … import` is about.
std::string
imported_module(python::source_module const& importer, std::string const& dotted, syntax::import_from const& from) {
    if (from.level == 0)
        return std::string{from.module};
    std::string package = dotted;
    for (std::uint32_t i = importer.file().ends_with("__init__.py") ? 1 : 0; i < from.level; ++i) {
        auto const dot = package.rfind('.');
        package.resize(dot == std::string::npos ? 0 : dot);
    }
    if (!package.empty() && !from.module.empty())
        package += '.';
    return package + std::string{from.module};
}

syntax::expression const* keyword_of(syntax::call const& call, std::string_view keyword) {
    for (auto const& argument : call.arguments)
        if (argument.kind == syntax::argument_kind::keyword && argument.keyword == keyword)
            return argument.value;
    return nullptr;
}

bool unpacks(syntax::call const& call) {
    return std::any_of(call.arguments.begin(), call.arguments.end(), [](auto const& argument) {
        return argument.kind == syntax::argument_kind::unpacked_mapping;
    });
}

found_convention no_convention() {
    return schema::naming_convention{};
}

bool is_plain_base(std::string_view name) {
    return std::find(plain_bases.begin(), plain_bases.end(), name) != plain_bases.end();
}

} // namespace

found_convention metadata_search::of_name(std::string const& module, std::vector<std::string> names) {
    std::string key = module + ':';
    for (auto const& name : names)
        key += name + '.';
    if (names.empty() || ++steps_ > most_steps || !visiting_.insert(key).second)
        return std::nullopt;
    auto found = of_binding(module, names);
    visiting_.erase(key);
    return found;
}

found_convention metadata_search::of_binding(std::string const& module, std::vector<std::string> const& names) {
    auto const source = modules_.find_module(module);
    if (!source)
        return is_plain_base(names.front()) ? no_convention() : std::nullopt;
    if (auto const* later = later_convention(source->body()); later != nullptr && names_of(*later) != names)
        return of_expression({source, module, later}, {});
    std::vector<symbol> bindings;
    find_bindings(source->body(), names.front(), bindings);
    if (bindings.empty()) {
        auto found = of_star_imports(*source, module, names);
        return found ? found : of_name(module + '.' + names.front(), {names.begin() + 1, names.end()});
    }
    auto const& last = *bindings.back();
    std::vector<std::string> const rest{names.begin() + 1, names.end()};
    switch (last.kind) {
    case statement_kind::assign:
        return of_expression({source, module, as<syntax::assign>(last).value}, rest);
    case statement_kind::annotate:
        return of_expression({source, module, as<syntax::annotate>(last).value}, rest);
    case statement_kind::class_:
        return of_class(source, module, as<syntax::class_statement>(last), rest);
    case statement_kind::import_from:
        for (auto const& each : as<syntax::import_from>(last).names)
            if (each.target != nullptr && each.target->id == names.front())
                return of_name(
                    imported_module(*source, module, as<syntax::import_from>(last)),
                    joined({std::string{each.dotted}}, rest)
                );
        return std::nullopt;
    default:
        for (auto const& each : as<syntax::import_statement>(last).names)
            if (each.target != nullptr && each.target->id == names.front())
                return of_name(each.alias.empty() ? names.front() : std::string{each.dotted}, rest);
        return std::nullopt;
    }
}

found_convention metadata_search::of_star_imports(
    python::source_module const& source, std::string const& dotted, std::vector<std::string> const& names
) {
    for (auto const* statement : source.body())
        if (statement->kind == statement_kind::import_from)
            for (auto const& each : as<syntax::import_from>(*statement).names)
                if (each.target == nullptr)
                    if (auto found =
                            of_name(imported_module(source, dotted, as<syntax::import_from>(*statement)), names))
                        return found;
    return std::nullopt;
}

found_convention metadata_search::of_class(
    std::shared_ptr<python::source_module const> const& module,
    std::string const& dotted,
    syntax::class_statement const& defined,
    std::vector<std::string> names
) {
    if (names.empty())
        return std::nullopt;
    std::vector<symbol> bindings;
    find_bindings(defined.body, names.front(), bindings);
    if (!bindings.empty() && bindings.back()->kind == statement_kind::assign)
        return of_expression(
            {module, dotted, as<syntax::assign>(*bindings.back()).value}, {names.begin() + 1, names.end()}
        );
    if (!bindings.empty() && bindings.back()->kind == statement_kind::annotate)
        return of_expression(
            {module, dotted, as<syntax::annotate>(*bindings.back()).value}, {names.begin() + 1, names.end()}
        );
    if (names != std::vector<std::string>{"metadata"})
        return std::nullopt;
    for (auto const* decorator : defined.decorators)
        if (decorator->kind == expression_kind::call)
            return of_expression({module, dotted, decorator}, names);
    // The first base that has one decides. A base from elsewhere beside one that is known only mixes in methods.
    found_convention result;
    bool has_bases = false;
    for (auto const& base : defined.arguments) {
        if (base.kind != syntax::argument_kind::positional)
            continue;
        has_bases = true;
        if (auto found = of_expression({module, dotted, base.value}, names);
            found && !(result && found->templates.empty()))
            result = std::move(found);
        if (result && !result->templates.empty())
            return result;
    }
    return has_bases ? result : no_convention();
}

found_convention metadata_search::of_expression(placed_expression const& made, std::vector<std::string> names) {
    switch (made.value->kind) {
    case expression_kind::name:
    case expression_kind::attribute: {
        auto const own = names_of(*made.value);
        if (own.empty())
            return std::nullopt;
        if (is_plain_base(own.back()))
            return no_convention();
        return of_name(made.dotted, joined(own, names));
    }
    case expression_kind::subscript:
        return of_expression({made.module, made.dotted, as<syntax::subscript>(*made.value).object}, std::move(names));
    case expression_kind::call:
        return of_call(made, as<syntax::call>(*made.value), std::move(names));
    case expression_kind::dict:
        return names.empty() ? of_dict(as<syntax::dict>(*made.value)) : std::nullopt;
    case expression_kind::list:
    case expression_kind::tuple:
        return no_convention();
    default:
        return std::nullopt;
    }
}

found_convention metadata_search::of_keyword(
    placed_expression const& made, syntax::call const& call, std::string_view keyword, std::vector<std::string> names
) {
    auto const* given = keyword_of(call, keyword);
    if (given == nullptr || (given->kind == expression_kind::constant))
        return unpacks(call) ? std::nullopt : no_convention();
    return of_expression({made.module, made.dotted, given}, std::move(names));
}

found_convention
metadata_search::of_call(placed_expression const& made, syntax::call const& call, std::vector<std::string> names) {
    auto const callee = names_of(*call.callee);
    if (callee.empty())
        return std::nullopt;
    auto const& function = callee.back();
    if (function == "MetaData" && names.empty()) {
        auto const* given = keyword_of(call, "naming_convention");
        if (given == nullptr || given->kind == expression_kind::constant)
            return unpacks(call) ? std::nullopt : no_convention();
        return of_expression({made.module, made.dotted, given}, {});
    }
    if (function == "dict" && names.empty())
        return of_dict_call(call);
    bool const of_metadata = !names.empty() && names.back() == "metadata" && names.size() <= 2;
    if (!of_metadata)
        return std::nullopt;
    if (function == "generate_base" && callee.size() > 1)
        return of_name(made.dotted, joined({callee.begin(), callee.end() - 1}, {"metadata"}));
    if (function == "declarative_base" && keyword_of(call, "cls") != nullptr && keyword_of(call, "metadata") == nullptr)
        return of_keyword(made, call, "cls", {"metadata"}).value_or(schema::naming_convention{});
    if (function == "declarative_base" || function == "automap_base" || function == "as_declarative" ||
        function == "registry")
        return of_keyword(made, call, "metadata", {});
    if (function == "SQLAlchemy" && keyword_of(call, "model_class") != nullptr)
        return of_keyword(made, call, "model_class", {"metadata"});
    if (function == "SQLAlchemy" || function == "SQLAlchemyMixin")
        return of_keyword(made, call, "metadata", {});
    return std::nullopt;
}

found_convention metadata_search::of_dict_call(syntax::call const& call) {
    schema::naming_convention convention;
    for (auto const& argument : call.arguments) {
        bool const is_text =
            argument.kind == syntax::argument_kind::keyword && argument.value->kind == expression_kind::constant;
        if (!is_text)
            return std::nullopt;
        convention.templates.emplace(argument.keyword, as<syntax::constant>(*argument.value).text);
    }
    return convention;
}

found_convention metadata_search::of_dict(syntax::dict const& dict) {
    schema::naming_convention convention;
    for (auto const& item : dict.items) {
        if (item.key == nullptr || item.key->kind != expression_kind::constant)
            return std::nullopt;
        std::string const key{as<syntax::constant>(*item.key).text};
        bool const is_text = item.value->kind == expression_kind::constant &&
                             as<syntax::constant>(*item.value).which == syntax::constant_kind::text;
        if (is_text)
            convention.templates.insert_or_assign(key, std::string{as<syntax::constant>(*item.value).text});
        else if (key.size() == 2)
            return std::nullopt;
        // Else a token of the project's own: a template that uses it is refused when it is needed.
    }
    return convention;
}

} // namespace alembicore::project_files
