#include "lint/action_tables.hpp"

#include "lint/type_name.hpp"

#include <map>
#include <utility>

namespace alembicore::lint {

namespace {

/// Where a column or constraint is written.
enum class written_in { create, add_column, alter };

action on(relation const& table, action_kind kind, node const* details) {
    action made;
    made.kind = kind;
    made.table = table;
    made.details = details;
    return made;
}

/// The kind of action that a constraint with a table's rows is; `other` for those that are a column's properties.
action_kind kind_of(std::string const& constraint) {
    static std::map<std::string, action_kind> const kinds{
        {"CONSTR_CHECK", action_kind::add_check},
        {"CONSTR_FOREIGN", action_kind::add_foreign_key},
        {"CONSTR_UNIQUE", action_kind::add_unique},
        {"CONSTR_PRIMARY", action_kind::add_primary_key},
        {"CONSTR_EXCLUSION", action_kind::add_exclusion}};
    auto const found = kinds.find(constraint);
    return found == kinds.end() ? action_kind::other : found->second;
}

/// `column`: the one that the constraint is written at; empty for one of the table.
void put_constraint(
    std::vector<action>& to, relation const& table, node const& constraint, std::string const& column, written_in where
) {
    auto made = on(table, kind_of(text(constraint, "contype")), &constraint);
    if (made.kind == action_kind::other)
        return;
    made.object = text(constraint, "conname");
    made.with_table = where == written_in::create;
    made.with_column = where == written_in::add_column;
    made.not_valid = flag(constraint, "skip_validation");
    made.using_index = text(constraint, "indexname");
    made.columns = names_of(list(constraint, made.kind == action_kind::add_foreign_key ? "fk_attrs" : "keys"));
    if (made.columns.empty() && !column.empty())
        made.columns = {column};
    if (made.kind == action_kind::add_foreign_key) {
        made.other = relation_of(child(constraint, "pktable"));
        made.other_columns = names_of(list(constraint, "pk_attrs"));
        made.cascade = text(constraint, "fk_del_action") == "c";
    }
    to.push_back(std::move(made));
}

void put_column(std::vector<action>& to, relation const& table, node const& column, written_in where) {
    auto made = on(table, action_kind::add_column, &column);
    made.object = text(column, "colname");
    made.with_table = where == written_in::create;
    if (auto const* type = child(column, "typeName"))
        made.type = type_of(*type);
    for (auto const& each : list(column, "constraints")) {
        auto const& constraint = *unwrap(each).inner;
        auto const kind = text(constraint, "contype");
        if (kind == "CONSTR_NOTNULL" || kind == "CONSTR_PRIMARY")
            made.not_null = true;
        else if (kind == "CONSTR_DEFAULT")
            made.default_value = child(constraint, "raw_expr");
        else if (kind == "CONSTR_IDENTITY")
            made.using_index = "identity";
        else if (kind == "CONSTR_GENERATED")
            made.using_index = "generated";
    }
    to.push_back(made);
    for (auto const& each : list(column, "constraints"))
        put_constraint(
            to,
            table,
            *unwrap(each).inner,
            made.object,
            where == written_in::create ? written_in::create : written_in::add_column
        );
}

void add_partition(std::vector<action>& to, relation const& table, node const& command, action_kind kind) {
    auto made = on(table, kind, &command);
    if (auto const* partition = child_of_kind(command, "def", "PartitionCmd")) {
        made.other = relation_of(child(*partition, "name"));
        made.concurrently = flag(*partition, "concurrent");
    }
    to.push_back(std::move(made));
}

void add_command(std::vector<action>& to, relation const& table, node const& command) {
    using enum action_kind;
    static std::map<std::string, action_kind> const kinds{
        {"AT_DropColumn", drop_column},
        {"AT_SetNotNull", set_not_null},
        {"AT_DropNotNull", drop_not_null},
        {"AT_AddIdentity", add_identity},
        {"AT_ValidateConstraint", validate_constraint},
        {"AT_DropConstraint", drop_constraint},
        {"AT_SetTableSpace", rewrite_table},
        {"AT_SetLogged", rewrite_table},
        {"AT_SetUnLogged", rewrite_table},
        {"AT_SetAccessMethod", rewrite_table},
        {"AT_EnableRowSecurity", row_security},
        {"AT_DisableRowSecurity", row_security},
        {"AT_ForceRowSecurity", row_security},
        {"AT_NoForceRowSecurity", row_security},
    };
    auto const what = text(command, "subtype");
    if (auto const* column = child_of_kind(command, "def", "ColumnDef"); column != nullptr && what == "AT_AddColumn") {
        auto const first = to.size();
        put_column(to, table, *column, written_in::alter);
        to[first].if_exists = flag(command, "missing_ok");
        return;
    }
    if (auto const* constraint = child_of_kind(command, "def", "Constraint"); what == "AT_AddConstraint")
        return constraint == nullptr ? void() : put_constraint(to, table, *constraint, {}, written_in::alter);
    if (what == "AT_AttachPartition" || what == "AT_DetachPartition")
        return add_partition(to, table, command, what == "AT_AttachPartition" ? attach_partition : detach_partition);
    auto made = on(table, alter_table, &command);
    if (auto const found = kinds.find(what); found != kinds.end())
        made.kind = found->second;
    made.object = text(command, "name");
    made.if_exists = flag(command, "missing_ok");
    made.cascade = text(command, "behavior") == "DROP_CASCADE";
    if (what == "AT_ColumnDefault") {
        made.default_value = child(command, "def");
        made.kind = made.default_value == nullptr ? drop_default : set_default;
    }
    if (auto const* column = child_of_kind(command, "def", "ColumnDef"); what == "AT_AlterColumnType" && column) {
        made.kind = alter_type;
        if (auto const* type = child(*column, "typeName"))
            made.type = type_of(*type);
        made.default_value = child(*column, "raw_default"); // USING
    }
    to.push_back(std::move(made));
}

} // namespace

std::vector<action> actions_of_create(node const& create) {
    std::vector<action> made;
    auto const* range = child(create, "relation");
    auto const table = relation_of(range);
    auto& first = made.emplace_back(on(table, action_kind::create_table, &create));
    first.if_exists = flag(create, "if_not_exists");
    first.temporary = range != nullptr && text(*range, "relpersistence") == "t";
    for (auto const& parent : list(create, "inhRelations"))
        first.other = relation_of(unwrap(parent).inner);
    for (auto const& each : list(create, "tableElts")) {
        auto const [kind, inner] = unwrap(each);
        if (kind == "ColumnDef")
            put_column(made, table, *inner, written_in::create);
        else if (kind == "Constraint")
            put_constraint(made, table, *inner, {}, written_in::create);
    }
    return made;
}

std::vector<action> actions_of_alter(node const& alter) {
    std::vector<action> made;
    auto const table = relation_of(child(alter, "relation"));
    if (text(alter, "objtype") == "OBJECT_TABLE")
        for (auto const& each : list(alter, "cmds"))
            add_command(made, table, *unwrap(each).inner);
    if (made.empty()) {
        made.push_back(on(table, action_kind::other, &alter));
        // Indexes of partitioned tables are attached too; views have owners.
        made.back().table = {};
    }
    return made;
}

} // namespace alembicore::lint
