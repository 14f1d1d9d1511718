// SQL as a revision wrote it: which tables it takes something from, by the parse tree.
#include "backup/effects.hpp"
#include "parse/statements.hpp"

#include <alembicore/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>

namespace alembicore::backup {

namespace {

namespace js = boost::json;

std::string_view text_at(js::object const& node, std::string_view name) {
    auto const* found = node.if_contains(js::string_view{name.data(), name.size()});
    if (found == nullptr || !found->is_string())
        return {};
    return {found->as_string().data(), found->as_string().size()};
}

js::object const* object_at(js::object const& node, std::string_view name) {
    auto const* found = node.if_contains(js::string_view{name.data(), name.size()});
    return found != nullptr ? found->if_object() : nullptr;
}

js::array const* array_at(js::object const& node, std::string_view name) {
    auto const* found = node.if_contains(js::string_view{name.data(), name.size()});
    return found != nullptr ? found->if_array() : nullptr;
}

/// A RangeVar: `schema.table`.
catalog::name table_in(js::object const& range) {
    return {std::string{text_at(range, "schemaname")}, std::string{text_at(range, "relname")}};
}

/// A list of String nodes: `[catalog.]schema.table`.
catalog::name name_in(js::array const& parts) {
    std::vector<std::string> texts;
    for (auto const& part : parts)
        if (auto const* node = part.if_object())
            if (auto const* string = object_at(*node, "String"))
                texts.emplace_back(text_at(*string, "sval"));
    if (texts.empty())
        return {};
    return {texts.size() > 1 ? texts[texts.size() - 2] : std::string{}, texts.back()};
}

bool is_cascade(js::object const& statement) {
    return text_at(statement, "behavior") == "DROP_CASCADE";
}

/// Functions of the server that change no table. A function of the project may do anything.
bool is_harmless(js::object const& call) {
    constexpr std::array known{
        "array_agg",
        "coalesce",
        "concat",
        "count",
        "currval",
        "date_trunc",
        "format",
        "gen_random_uuid",
        "generate_series",
        "jsonb_agg",
        "json_agg",
        "length",
        "lower",
        "max",
        "md5",
        "min",
        "nextval",
        "now",
        "pg_advisory_lock",
        "pg_advisory_xact_lock",
        "pg_sleep",
        "pg_get_serial_sequence",
        "row_number",
        "set_config",
        "setval",
        "string_agg",
        "substring",
        "sum",
        "to_regclass",
        "trim",
        "upper",
        "uuid_generate_v4",
        "version",
        "current_setting",
        "has_table_privilege",
    };
    auto const* parts = array_at(call, "funcname");
    if (parts == nullptr)
        return false;
    auto const name = name_in(*parts);
    return name.schema == "pg_catalog" || (name.schema.empty() && std::ranges::find(known, name.object) != known.end());
}

/// Statements that take nothing out of a row, whatever is in them.
bool only_adds(std::string_view kind) {
    constexpr std::array kinds{
        "AlterDatabaseSetStmt",
        "AlterDefaultPrivilegesStmt",
        "AlterDomainStmt",
        "AlterEnumStmt",
        "AlterExtensionStmt",
        "AlterFunctionStmt",
        "AlterOwnerStmt",
        "AlterPolicyStmt",
        "AlterRoleStmt",
        "AlterRoleSetStmt",
        "AlterSeqStmt",
        "AlterStatsStmt",
        "AlterTSConfigurationStmt",
        "ClusterStmt",
        "CommentStmt",
        "CompositeTypeStmt",
        "ConstraintsSetStmt",
        "CreateCastStmt",
        "CreateDomainStmt",
        "CreateEnumStmt",
        "CreateEventTrigStmt",
        "CreateExtensionStmt",
        "CreateFdwStmt",
        "CreateForeignServerStmt",
        "CreateForeignTableStmt",
        "CreateFunctionStmt",
        "CreateOpClassStmt",
        "CreatePolicyStmt",
        "CreateRangeStmt",
        "CreateRoleStmt",
        "CreateSchemaStmt",
        "CreateSeqStmt",
        "CreateStatsStmt",
        "CreateStmt",
        "CreateTrigStmt",
        "CreateUserMappingStmt",
        "DefineStmt",
        "DiscardStmt",
        "GrantRoleStmt",
        "GrantStmt",
        "IndexStmt",
        "LockStmt",
        "NotifyStmt",
        "RefreshMatViewStmt",
        "ReindexStmt",
        "RuleStmt",
        "TransactionStmt",
        "VacuumStmt",
        "VariableSetStmt",
        "VariableShowStmt",
        "ViewStmt",
    };
    return std::ranges::find(kinds, kind) != kinds.end();
}

/// One statement, with the queries that are within it.
class statement_effects {
public:
    explicit statement_effects(effect_sink& to) : to_(to) {}

    void add(std::string_view kind, js::object const& node) const {
        if (kind == "DropStmt")
            add_drop(node);
        else if (kind == "TruncateStmt")
            add_truncate(node);
        else if (kind == "AlterTableStmt")
            add_alter(node);
        else if (kind == "RenameStmt")
            add_rename(node);
        else if (kind == "AlterObjectSchemaStmt")
            add_move(node);
        else if (is_query(kind)) {
            add_change(kind, node);
            add_within(node);
        } else if (!only_adds(kind))
            to_.cannot_tell("what " + std::string{kind} + " does is not known beforehand");
    }

private:
    static bool is_query(std::string_view kind) {
        constexpr std::array kinds{
            "SelectStmt",
            "InsertStmt",
            "UpdateStmt",
            "DeleteStmt",
            "MergeStmt",
            "CreateTableAsStmt",
            "ExplainStmt",
        };
        return std::ranges::find(kinds, kind) != kinds.end();
    }

    void add_change(std::string_view kind, js::object const& node) const {
        bool const changes = kind == "UpdateStmt" || kind == "DeleteStmt" || kind == "MergeStmt" ||
                             (kind == "InsertStmt" && node.contains("onConflictClause"));
        if (auto const* table = object_at(node, "relation"); changes && table != nullptr)
            to_.destroys(table_in(*table));
    }

    /// Common table expressions may change rows, and functions anything.
    void add_within(js::value const& value) const {
        if (auto const* array = value.if_array())
            for (auto const& each : *array)
                add_within(each);
        if (auto const* object = value.if_object())
            add_within(*object);
    }

    void add_within(js::object const& node) const {
        for (auto const& member : node) {
            std::string_view const name{member.key().data(), member.key().size()};
            if (auto const* inner = member.value().if_object()) {
                if (is_query(name))
                    add_change(name, *inner);
                if (name == "FuncCall" && !is_harmless(*inner))
                    to_.cannot_tell("what a function that it calls does is not known beforehand");
            }
            add_within(member.value());
        }
    }

    void add_drop(js::object const& node) const {
        auto const what = text_at(node, "removeType");
        bool const tables = what == "OBJECT_TABLE" || what == "OBJECT_FOREIGN_TABLE";
        bool const harmless = what == "OBJECT_INDEX" || what == "OBJECT_VIEW" || what == "OBJECT_MATVIEW" ||
                              what == "OBJECT_TRIGGER" || what == "OBJECT_POLICY" || what == "OBJECT_RULE" ||
                              what == "OBJECT_SEQUENCE";
        // With CASCADE columns go that are of a type, or are computed by a function.
        if (!tables && what != "OBJECT_SCHEMA" && !harmless && (is_cascade(node) || what == "OBJECT_EXTENSION"))
            return to_.cannot_tell("what DROP … takes with it is not known beforehand");
        auto const* objects = array_at(node, "objects");
        for (std::size_t i = 0; objects != nullptr && i < objects->size(); ++i) {
            auto const* object = (*objects)[i].if_object();
            if (tables && object != nullptr)
                if (auto const* list = object_at(*object, "List"))
                    if (auto const* items = array_at(*list, "items"))
                        to_.destroys(name_in(*items));
            if (what == "OBJECT_SCHEMA" && is_cascade(node) && object != nullptr)
                if (auto const* name = object_at(*object, "String"))
                    to_.destroys({std::string{text_at(*name, "sval")}, {}});
        }
    }

    void add_truncate(js::object const& node) const {
        if (is_cascade(node))
            to_.cannot_tell("what TRUNCATE … CASCADE reaches is not known beforehand");
        auto const* tables = array_at(node, "relations");
        for (std::size_t i = 0; tables != nullptr && i < tables->size(); ++i)
            if (auto const* each = (*tables)[i].if_object())
                if (auto const* table = object_at(*each, "RangeVar"))
                    to_.destroys(table_in(*table));
    }

    void add_alter(js::object const& node) const {
        auto const* table = object_at(node, "relation");
        auto const* commands = array_at(node, "cmds");
        for (std::size_t i = 0; commands != nullptr && i < commands->size(); ++i) {
            auto const* each = (*commands)[i].if_object();
            auto const* command = each != nullptr ? object_at(*each, "AlterTableCmd") : nullptr;
            if (command == nullptr)
                continue;
            auto const what = text_at(*command, "subtype");
            bool const loses = what == "AT_DropColumn" || what == "AT_AlterColumnType" || what == "AT_DropExpression";
            if (loses && table != nullptr)
                to_.destroys(table_in(*table));
        }
    }

    void add_rename(js::object const& node) const {
        auto const* table = object_at(node, "relation");
        if (text_at(node, "renameType") != "OBJECT_TABLE" || table == nullptr)
            return;
        auto const from = table_in(*table);
        to_.renames(from, {from.schema, std::string{text_at(node, "newname")}});
    }

    void add_move(js::object const& node) const {
        auto const* table = object_at(node, "relation");
        if (text_at(node, "objectType") != "OBJECT_TABLE" || table == nullptr)
            return;
        auto const from = table_in(*table);
        to_.renames(from, {std::string{text_at(node, "newschema")}, from.object});
    }

    effect_sink& to_;
};

} // namespace

void add_statements(effect_sink& to, std::string const& text) {
    try {
        for (auto const& each : parse::parse_statements(text))
            statement_effects{to}.add(each.kind, each.tree);
    } catch (error const& failure) {
        // It may be grammar of a newer server; the run then says what it says.
        bool const known = failure.code() == errc::statement_failed || failure.code() == errc::not_available;
        if (!known)
            throw;
        to.cannot_tell(failure.info().message);
    }
}

} // namespace alembicore::backup
