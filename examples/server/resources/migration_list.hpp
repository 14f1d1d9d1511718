// The history as JSON, with what database, journal, git and evaluation say about each revision.
#pragma once

#include "http/message.hpp"
#include "workspace/applied.hpp"
#include "workspace/background.hpp"
#include "workspace/insights.hpp"
#include "workspace/workspace.hpp"

#include <alembicore/revision_origins.hpp>

#include <boost/json/object.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace alembicore::server::resources {

using id_set = std::set<std::string, std::less<>>;
using origins = std::map<std::string, revision_origin>;

/// Everything that is known of a project and its database at one moment.
struct known_history {
    std::shared_ptr<loaded_project const> loaded;
    std::vector<std::string> rows;                   ///< of the version table
    boost::json::value failure;                      ///< why the database cannot be asked; null: it can
    std::shared_ptr<id_set const> applied;           ///< by the rows; null: not known
    std::shared_ptr<applied_state const> journal;    ///< null: the database cannot be asked
    std::shared_ptr<server::insights const> insight; ///< null: not known yet
    std::shared_ptr<resources::origins const> git;   ///< null: not known yet

    [[nodiscard]] revision_graph const& graph() const { return loaded->project.graph(); }

    [[nodiscard]] bool has_database() const noexcept { return failure.is_null(); }

    [[nodiscard]] bool is_applied(std::string const& id) const { return applied && applied->contains(id); }

    /// Whether the same is known: then the history is told in the same way.
    [[nodiscard]] bool same_as(known_history const& other) const;
};

/// Thread safety: all members may be called at once.
class history_source {
public:
    explicit history_source(workspace& served);

    /// Errors: those of project::open.
    [[nodiscard]] known_history look();

    /// All of it as JSON: asked for again and again, and made anew when something has changed.
    [[nodiscard]] std::shared_ptr<http::content const> list();

private:
    workspace& served_;
    applied_revisions journal_;
    background<insights> insights_;
    background<origins> origins_;
    [[nodiscard]] std::shared_ptr<id_set const> applied_by(known_history const& known);

    std::mutex mutex_;
    known_history listed_; ///< what `made_` tells
    std::shared_ptr<http::content const> made_;
};

/// One revision, as in the list.
[[nodiscard]] boost::json::object summary(known_history const& known, revision const& of);

} // namespace alembicore::server::resources
