#include "lint/action.hpp"

#include "lint/action_tables.hpp"

#include <map>
#include <utility>

namespace alembicore::lint {

namespace {

using boost::json::array;

/// The statements that are one action on one named thing.
class reader {
public:
    explicit reader(parse::statement const& one) : tree_{one.tree}, kind_{one.kind} {}

    std::vector<action> read() {
        static std::map<std::string_view, void (reader::*)()> const ways{
            {"AlterDomainStmt", &reader::alter_domain},
            {"AlterEnumStmt", &reader::alter_enum},
            {"AlterObjectSchemaStmt", &reader::move},
            {"CallStmt", &reader::procedural},
            {"ClusterStmt", &reader::cluster},
            {"CreateDomainStmt", &reader::create_domain},
            {"CreateEnumStmt", &reader::create_enum},
            {"CreatePolicyStmt", &reader::policy},
            {"CreateTableAsStmt", &reader::create_table_as},
            {"CreateTrigStmt", &reader::create_trigger},
            {"DeleteStmt", &reader::change_rows},
            {"DoStmt", &reader::procedural},
            {"DropStmt", &reader::drop},
            {"DropdbStmt", &reader::drop_database},
            {"IndexStmt", &reader::create_index},
            {"InsertStmt", &reader::change_rows},
            {"LockStmt", &reader::lock},
            {"RefreshMatViewStmt", &reader::refresh},
            {"ReindexStmt", &reader::reindex},
            {"RenameStmt", &reader::rename},
            {"RuleStmt", &reader::create_rule},
            {"SelectStmt", &reader::select},
            {"TransactionStmt", &reader::transaction},
            {"TruncateStmt", &reader::truncate},
            {"UpdateStmt", &reader::change_rows},
            {"VacuumStmt", &reader::vacuum},
            {"VariableSetStmt", &reader::set_variable},
            {"ViewStmt", &reader::create_view},
        };
        if (kind_ == "CreateStmt")
            return actions_of_create(tree_);
        if (kind_ == "AlterTableStmt")
            return actions_of_alter(tree_);
        if (auto const way = ways.find(kind_); way != ways.end())
            (this->*way->second)();
        if (made_.empty())
            add(action_kind::other, {});
        return std::move(made_);
    }

private:
    action& add(action_kind kind, relation table) {
        action next;
        next.kind = kind;
        next.table = std::move(table);
        next.details = &tree_;
        return made_.emplace_back(std::move(next));
    }

    [[nodiscard]] relation own_relation() const { return relation_of(child(tree_, "relation")); }

    void alter_domain() {
        if (text(tree_, "subtype") == "C")
            add(action_kind::constrain_domain, relation_of_names(names_of(list(tree_, "typeName"))));
    }

    void alter_enum() {
        bool const renames = tree_.contains("oldVal");
        auto& made =
            add(renames ? action_kind::rename_enum_value : action_kind::add_enum_value,
                relation_of_names(names_of(list(tree_, "typeName"))));
        made.object = text(tree_, renames ? "oldVal" : "newVal");
        made.new_name = renames ? text(tree_, "newVal") : std::string{};
        made.if_exists = flag(tree_, "skipIfNewValExists");
    }

    void move() {
        if (text(tree_, "objectType") == "OBJECT_TABLE")
            add(action_kind::move_table, own_relation()).new_name = text(tree_, "newschema");
    }

    void procedural() { add(action_kind::procedural, {}); }

    void cluster() { add(action_kind::rewrite_table, own_relation()); }

    void create_domain() {
        auto& made = add(action_kind::create_domain, relation_of_names(names_of(list(tree_, "domainname"))));
        made.not_valid = list(tree_, "constraints").empty();
    }

    void create_enum() { add(action_kind::create_enum, relation_of_names(names_of(list(tree_, "typeName")))); }

    void policy() { add(action_kind::row_security, relation_of(child(tree_, "table"))); }

    void create_table_as() {
        auto const* into = child(tree_, "into");
        auto const* target = into == nullptr ? nullptr : child(*into, "rel");
        bool const view = text(tree_, "objtype") == "OBJECT_MATVIEW";
        auto& made = add(view ? action_kind::create_view : action_kind::create_table, relation_of(target));
        made.temporary = target != nullptr && text(*target, "relpersistence") == "t";
    }

    void create_trigger() { add(action_kind::create_trigger, own_relation()).object = text(tree_, "trigname"); }

    void change_rows() {
        auto const kind = kind_ == "UpdateStmt"   ? action_kind::update_rows
                          : kind_ == "DeleteStmt" ? action_kind::delete_rows
                                                  : action_kind::insert_rows;
        auto& made = add(kind, own_relation());
        made.whole_table = kind != action_kind::insert_rows && !tree_.contains("whereClause");
        for (auto const& each : list(tree_, "targetList"))
            made.columns.push_back(text(*unwrap(each).inner, "name"));
    }

    void drop() {
        static std::map<std::string, action_kind> const kinds{
            {"OBJECT_TABLE", action_kind::drop_table},
            {"OBJECT_INDEX", action_kind::drop_index},
            {"OBJECT_VIEW", action_kind::drop_view},
            {"OBJECT_MATVIEW", action_kind::drop_view},
            {"OBJECT_TYPE", action_kind::drop_type},
            {"OBJECT_SCHEMA", action_kind::drop_schema},
            {"OBJECT_TRIGGER", action_kind::drop_trigger},
        };
        auto const found = kinds.find(text(tree_, "removeType"));
        if (found == kinds.end())
            return;
        for (auto const& each : list(tree_, "objects")) {
            auto const [kind, inner] = unwrap(each);
            auto names = kind == "List"       ? names_of(list(*inner, "items"))
                         : kind == "TypeName" ? names_of(list(*inner, "names"))
                                              : std::vector{text(*inner, "sval")};
            std::string last;
            if (found->second == action_kind::drop_trigger && names.size() > 1) {
                last = names.back();
                names.pop_back();
            }
            auto& made = add(found->second, relation_of_names(names));
            if (found->second == action_kind::drop_index)
                std::swap(made.table, made.other);
            made.object = last;
            made.if_exists = flag(tree_, "missing_ok");
            made.cascade = text(tree_, "behavior") == "DROP_CASCADE";
            made.concurrently = flag(tree_, "concurrent");
        }
    }

    void drop_database() { add(action_kind::drop_database, {{}, text(tree_, "dbname")}); }

    void create_index() {
        auto& made = add(action_kind::create_index, own_relation());
        made.object = text(tree_, "idxname");
        made.concurrently = flag(tree_, "concurrent");
        made.if_exists = flag(tree_, "if_not_exists");
        made.unique = flag(tree_, "unique");
        for (auto const& each : list(tree_, "indexParams"))
            made.columns.push_back(text(*unwrap(each).inner, "name"));
    }

    void lock() {
        for (auto const& each : list(tree_, "relations"))
            add(action_kind::lock_table, relation_of(unwrap(each).inner));
    }

    void refresh() { add(action_kind::refresh_view, own_relation()).concurrently = flag(tree_, "concurrent"); }

    void reindex() {
        auto& made = add(action_kind::reindex, own_relation());
        if (text(tree_, "kind") == "REINDEX_OBJECT_INDEX")
            std::swap(made.table, made.other);
        for (auto const& each : list(tree_, "params"))
            if (text(*unwrap(each).inner, "defname") == "concurrently")
                made.concurrently = true;
    }

    void rename() {
        static std::map<std::string, action_kind> const kinds{
            {"OBJECT_TABLE", action_kind::rename_table},
            {"OBJECT_COLUMN", action_kind::rename_column},
            {"OBJECT_SCHEMA", action_kind::rename_schema},
        };
        auto const found = kinds.find(text(tree_, "renameType"));
        if (found == kinds.end())
            return;
        // Columns of views and of types are renamed by the same statement.
        if (found->second == action_kind::rename_column && text(tree_, "relationType") != "OBJECT_TABLE")
            return;
        auto& made = add(found->second, own_relation());
        made.object = text(tree_, "subname");
        made.new_name = text(tree_, "newname");
        if (found->second == action_kind::rename_schema)
            made.table = {{}, made.object};
    }

    void create_rule() { add(action_kind::create_rule, own_relation()).object = text(tree_, "rulename"); }

    void select() {
        if (auto const* into = child(tree_, "intoClause")) {
            auto const* target = child(*into, "rel");
            auto& made = add(action_kind::create_table, relation_of(target));
            made.temporary = target != nullptr && text(*target, "relpersistence") == "t";
        }
    }

    void transaction() {
        auto const kind = text(tree_, "kind");
        if (kind == "TRANS_STMT_BEGIN" || kind == "TRANS_STMT_START")
            add(action_kind::begin, {});
        else if (kind == "TRANS_STMT_COMMIT")
            add(action_kind::commit, {});
        else if (kind == "TRANS_STMT_ROLLBACK")
            add(action_kind::rollback, {});
    }

    void truncate() {
        for (auto const& each : list(tree_, "relations"))
            add(action_kind::truncate, relation_of(unwrap(each).inner)).cascade =
                text(tree_, "behavior") == "DROP_CASCADE";
    }

    void vacuum() {
        bool full = false;
        for (auto const& each : list(tree_, "options"))
            full = full || text(*unwrap(each).inner, "defname") == "full";
        if (!full)
            return;
        for (auto const& each : list(tree_, "rels"))
            add(action_kind::rewrite_table, relation_of(child(*unwrap(each).inner, "relation")));
        if (made_.empty())
            add(action_kind::rewrite_table, {});
    }

    void set_variable() {
        auto& made = add(action_kind::set_variable, {});
        made.object = text(tree_, "name");
        for (auto const& each : list(tree_, "args")) {
            auto const& constant = *unwrap(each).inner;
            if (auto const* words = child(constant, "sval"))
                made.new_name = text(*words, "sval");
            else if (auto const* digits = child(constant, "ival"))
                made.new_name = std::to_string(number(*digits, "ival"));
        }
    }

    void create_view() { add(action_kind::create_view, relation_of(child(tree_, "view"))); }

    node const& tree_;
    std::string_view kind_;
    std::vector<action> made_;
};

} // namespace

relation relation_of(node const* range) {
    if (range == nullptr)
        return {};
    auto schema = text(*range, "schemaname");
    return {schema == "public" ? std::string{} : std::move(schema), text(*range, "relname")};
}

relation relation_of_names(std::vector<std::string> const& names) {
    if (names.empty())
        return {};
    auto const schema = names.size() > 1 ? names[names.size() - 2] : std::string{};
    return {schema == "public" ? std::string{} : schema, names.back()};
}

std::vector<action> actions_of(parse::statement const& one) {
    return reader{one}.read();
}

} // namespace alembicore::lint
