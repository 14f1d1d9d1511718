#include "lint/read_source.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace alembicore::lint {

namespace {

namespace syntax = python::syntax;
using python::as;
using syntax::expression_kind;
using syntax::statement_kind;

/// Directives that change how tables are made.
bool is_of_tables(std::string_view name) {
    static constexpr std::array<std::string_view, 19> names{
        "add_column",
        "alter_column",
        "batch_alter_table",
        "create_check_constraint",
        "create_exclude_constraint",
        "create_foreign_key",
        "create_index",
        "create_primary_key",
        "create_table",
        "create_table_comment",
        "create_unique_constraint",
        "drop_column",
        "drop_constraint",
        "drop_index",
        "drop_table",
        "drop_table_comment",
        "rename_table",
        "create_all",
        "drop_all"};
    return std::ranges::find(names, name) != names.end();
}

bool speaks_of_tables(std::string_view call) {
    std::string words{call};
    std::ranges::transform(words, words.begin(), [](unsigned char each) { return std::toupper(each); });
    return std::ranges::any_of(std::array{"ALTER ", "CREATE ", "DROP "}, [&](char const* word) {
        return words.find(word) != std::string::npos;
    });
}

class reader {
public:
    reader(python::source_module const& module, is_application_module const& of_application)
        : module_{module}, of_application_{of_application} {}

    source_facts read() {
        walk(module_.body());
        if (auto const* downgrade = module_.find_function("downgrade"))
            if (does_nothing(downgrade->body))
                facts_.empty_downgrade = module_.place_of(downgrade->range);
        return std::move(facts_);
    }

private:
    static bool does_nothing(syntax::block body) {
        return std::ranges::all_of(body, [](syntax::statement const* each) {
            if (each->kind == statement_kind::pass)
                return true;
            return each->kind == statement_kind::expression &&
                   as<syntax::expression_statement>(*each).value->kind == expression_kind::constant;
        });
    }

    void walk(syntax::block body) {
        for (auto const* each : body)
            walk(*each);
    }

    void walk(syntax::statement const& one) {
        switch (one.kind) {
        case statement_kind::import:
            for (auto const& each : as<syntax::import_statement>(one).names)
                note_import(std::string{each.dotted}, one.range);
            return;
        case statement_kind::import_from:
            return walk_import(as<syntax::import_from>(one));
        case statement_kind::function:
            return walk_function(as<syntax::function>(one));
        case statement_kind::if_:
            for (auto const& each : as<syntax::if_statement>(one).branches)
                walk(each.body);
            return;
        case statement_kind::for_:
            return walk(as<syntax::for_statement>(one).body);
        case statement_kind::while_:
            return walk(as<syntax::while_statement>(one).body);
        case statement_kind::try_:
            walk(as<syntax::try_statement>(one).body);
            for (auto const& each : as<syntax::try_statement>(one).handlers)
                walk(each.body);
            return;
        case statement_kind::with:
            for (auto const& each : as<syntax::with_statement>(one).items)
                look_at(*each.context);
            return walk(as<syntax::with_statement>(one).body);
        case statement_kind::assign:
            return look_at(*as<syntax::assign>(one).value);
        case statement_kind::expression:
            return look_at(*as<syntax::expression_statement>(one).value);
        default:
            return;
        }
    }

    void walk_function(syntax::function const& one) {
        bool const before = facts_.alters;
        walk(one.body);
        // What the way back does is no part of the upgrade.
        if (one.id == "downgrade")
            facts_.alters = before;
    }

    void walk_import(syntax::import_from const& one) {
        if (one.level != 0)
            return;
        std::string const module{one.module};
        if (!of_application_(module))
            return;
        note(facts_.project_imports, module, one.range);
    }

    void note_import(std::string const& module, python::source_range range) {
        if (of_application_(module))
            note(facts_.project_imports, module, range);
    }

    void note(std::vector<source_facts::place_of>& to, std::string what, python::source_range range) {
        to.push_back({std::move(what), module_.place_of(range)});
    }

    /// The last name of `a.b.c`; empty for anything else.
    static std::string_view last_name(syntax::expression const& callee) {
        if (callee.kind == expression_kind::name)
            return as<syntax::name>(callee).id;
        return callee.kind == expression_kind::attribute ? as<syntax::attribute>(callee).id : std::string_view{};
    }

    void look_at(syntax::expression const& value) {
        if (value.kind != expression_kind::call)
            return;
        auto const& call = as<syntax::call>(value);
        auto const name = last_name(*call.callee);
        if (is_of_tables(name) || (name == "execute" && speaks_of_tables(module_.text_of(call.range))))
            facts_.alters = true;
        if (name == "autocommit_block")
            note(facts_.autocommit_blocks, "autocommit_block", call.range);
        else if (name == "Session" || name == "sessionmaker" || name == "scoped_session")
            note(facts_.sessions, std::string{name}, call.range);
        else if (name == "execute" && !call.arguments.empty() && is_put_together(*call.arguments.front().value))
            note(facts_.formatted_sql, "execute", call.range);
    }

    static bool is_put_together(syntax::expression const& text) {
        if (text.kind == expression_kind::formatted_string)
            return std::ranges::any_of(as<syntax::formatted_string>(text).parts, [](auto const& part) {
                return part.value != nullptr;
            });
        if (text.kind == expression_kind::binary) {
            auto const& made = as<syntax::binary>(text);
            auto const constant = [](syntax::expression const& side) { return side.kind == expression_kind::constant; };
            return made.op == syntax::binary_operator::modulo || !constant(*made.left) || !constant(*made.right);
        }
        if (text.kind != expression_kind::call)
            return false;
        auto const& call = as<syntax::call>(text);
        auto const name = last_name(*call.callee);
        if (name == "format")
            return true;
        return (name == "text" || name == "DDL") && !call.arguments.empty() &&
               is_put_together(*call.arguments.front().value);
    }

    python::source_module const& module_;
    is_application_module const& of_application_;
    source_facts facts_;
};

} // namespace

source_facts read_source(python::source_module const& module, is_application_module const& of_application) {
    return reader{module, of_application}.read();
}

} // namespace alembicore::lint
