#include "rehearsal/more_than_schema.hpp"

#include "parse/statements.hpp"
#include "project/body.hpp"
#include "project/implementation.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace alembicore::rehearsal {

namespace {

/// What these do is in the catalogue, and in its fingerprint.
constexpr std::array<std::string_view, 33> kinds_of_schema{
    "AlterDomainStmt",
    "AlterEnumStmt",
    "AlterExtensionContentsStmt",
    "AlterFunctionStmt",
    "AlterObjectSchemaStmt",
    "AlterPolicyStmt",
    "AlterSeqStmt",
    "AlterTableStmt",
    "CommentStmt",
    "CompositeTypeStmt",
    "ConstraintsSetStmt",
    "CreateDomainStmt",
    "CreateEnumStmt",
    "CreateExtensionStmt",
    "CreateFdwStmt",
    "CreateForeignServerStmt",
    "CreateForeignTableStmt",
    "CreateFunctionStmt",
    "CreatePolicyStmt",
    "CreateSchemaStmt",
    "CreateSeqStmt",
    "CreateStmt",
    "CreateTrigStmt",
    "DropStmt",
    "IndexStmt",
    "LockStmt",
    "RefreshMatViewStmt",
    "ReindexStmt",
    "RenameStmt",
    "TransactionStmt",
    "VacuumStmt",
    "VariableSetStmt",
    "ViewStmt",
};

/// Changes of a table that its fingerprint leaves out.
constexpr std::array<std::string_view, 4> unseen_changes{
    "AT_ChangeOwner", "AT_ReplicaIdentity", "AT_ClusterOn", "AT_DropCluster"};

/// Whether a member of this name anywhere in the tree has this value.
bool holds(boost::json::value const& tree, std::string_view member, std::string_view text) {
    if (auto const* object = tree.if_object())
        return std::ranges::any_of(*object, [&](auto const& each) {
            bool const same = each.key() == member && each.value().is_string() && each.value().as_string() == text;
            return same || holds(each.value(), member, text);
        });
    if (auto const* array = tree.if_array())
        return std::ranges::any_of(*array, [&](auto const& each) { return holds(each, member, text); });
    return false;
}

bool is_schema(parse::statement const& one) {
    if (one.kind == "CreateTableAsStmt")
        return holds(one.tree, "objtype", "OBJECT_MATVIEW");
    if (one.kind == "DefineStmt")
        return holds(one.tree, "kind", "OBJECT_AGGREGATE");
    if (one.kind == "AlterTableStmt")
        return std::ranges::none_of(unseen_changes, [&](auto const change) {
            return holds(one.tree, "subtype", change);
        });
    return std::ranges::find(kinds_of_schema, one.kind) != kinds_of_schema.end();
}

error cannot_be_known(std::string const& revision, error const& refusal) {
    auto info = refusal.info();
    info.message = "revision " + revision + " cannot be squashed, since it is not known beforehand: " + info.message;
    info.code = errc::not_available;
    info.revision = revision;
    info.remedy = "squash what lies before it or behind it";
    return error{std::move(info)};
}

std::vector<sql::statement> statements_of(project_body::evaluator& evaluator, revision const& of) try {
    sql::compiler compiler{sql::audience::server()};
    std::vector<operation::any_operation> executed;
    for (auto& each : evaluator.evaluate(of.path, sqlalchemy::revision_function::upgrade))
        if (std::holds_alternative<operation::execute>(each))
            executed.push_back(std::move(each));
    return project_body::compile(executed, compiler);

} catch (error const& refusal) {

    throw cannot_be_known(of.id, refusal);
}

} // namespace

std::vector<beside_schema> find_beside_schema(project const& of, std::vector<std::string> const& revisions) {
    // As for a script: what asks the database is not known beforehand.
    project_body::evaluator evaluator{of.settings(), of.internals().request, sqlalchemy::statement_target::script};
    std::vector<beside_schema> found;
    for (auto const& id : revisions)
        for (auto const& statement : statements_of(evaluator, *of.graph().find(id)))
            for (auto const& one : parse::parse_statements(statement.text))
                if (!is_schema(one))
                    found.push_back(
                        {.revision = id,
                         .sql = std::string{parse::text_of(one, statement.text)},
                         .place = statement.place}
                    );
    return found;
}

} // namespace alembicore::rehearsal
