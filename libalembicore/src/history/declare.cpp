// From names to links: duplicate ids, labels, parents that are not there.
#include "history/build.hpp"
#include "history/errors.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace alembicore::history {

namespace {

bool has_duplicates(std::vector<revision> const& loaded) {
    std::unordered_set<std::string_view> ids;
    ids.reserve(loaded.size());
    return std::ranges::any_of(loaded, [&](revision const& each) {
        return !each.id.empty() && !ids.insert(each.id).second;
    });
}

} // namespace

std::vector<revision> without_duplicates(std::vector<revision> loaded, std::vector<diagnostic>& findings) {
    if (!has_duplicates(loaded))
        return loaded;
    std::vector<revision> kept;
    kept.reserve(loaded.size());
    std::unordered_map<std::string, std::size_t> places;
    for (revision& each : loaded) {
        if (each.id.empty()) {
            kept.push_back(std::move(each));
            continue;
        }
        auto const [place, added] = places.try_emplace(each.id, kept.size());
        if (added) {
            kept.push_back(std::move(each));
            continue;
        }
        findings.push_back(duplicate_found(kept[place->second], each));
        kept[place->second] = std::move(each);
    }
    return kept;
}

namespace {

/// Whether its place in the history is uncertain. A file that is no Python below its header has its place.
bool is_broken(revision const& loaded) {
    return loaded.id.empty() || std::ranges::any_of(loaded.diagnostics, [](diagnostic const& finding) {
               return finding.severity == severity::error && finding.code != errc::syntax_error;
           });
}

/// Follows the names that revisions give for their parents and dependencies.
class linker {
public:
    explicit linker(graph& made) : made_(made) {}

    declared_links link_all() {
        auto const files = static_cast<node>(made_.size());
        for (node at = 0; at < files; ++at)
            if (made_.is_sound(at))
                link_one(at);
        return std::move(declared_);
    }

private:
    void link_one(node from) {
        // Copied: adding a ghost moves the revisions.
        auto const parents = made_.revisions[from].down_revisions;
        auto const dependencies = made_.revisions[from].depends_on;
        for (std::string const& parent : parents)
            add(declared_.parents, from, find_or_add(made_.names.find_id(parent), from, parent, "down_revision"));
        for (std::string const& needed : dependencies)
            add(declared_.dependencies, from, find_or_add(made_.names.find(needed), from, needed, "depends_on"));
    }

    /// A name given twice counts once.
    static void add(std::vector<link>& all, node from, node to) {
        for (auto at = all.rbegin(); at != all.rend() && at->first == from; ++at)
            if (at->second == to)
                return;
        all.emplace_back(from, to);
    }

    node find_or_add(std::optional<node> found, node child, std::string const& name, std::string_view attribute) {
        bool const known = found && made_.conditions[*found] != condition::ghost;
        if (known)
            return *found;
        diagnostic missing = missing_parent(made_, made_.revisions[child], name, attribute);
        made_.diagnostics.push_back(missing);
        return found ? *found : add_ghost(name, std::move(missing));
    }

    node add_ghost(std::string const& id, diagnostic missing) {
        auto const added = static_cast<node>(made_.size());
        revision& ghost = made_.revisions.emplace_back();
        ghost.id = id;
        ghost.ghost = true;
        ghost.diagnostics.push_back(std::move(missing));
        made_.conditions.push_back(condition::ghost);
        made_.names.add_ghost(id, added);
        return added;
    }

    graph& made_;
    declared_links declared_;
};

} // namespace

void add_names(graph& made) {
    made.conditions.assign(made.size(), condition::sound);
    made.names.reserve(made.size());
    for (node at = 0; at < made.size(); ++at) {
        if (is_broken(made.revisions[at]))
            made.conditions[at] = condition::broken;
        if (!made.id(at).empty())
            made.names.add_id(made.id(at), at);
    }
    for (node at = 0; at < made.size(); ++at)
        if (made.is_sound(at))
            for (std::string const& label : made.revisions[at].branch_labels)
                if (!made.names.add_label(label, at))
                    made.diagnostics.push_back(
                        contested_label(label, made.revisions[at], made.revisions[*made.names.find(label)])
                    );
}

declared_links declare_links(graph& made) {
    return linker{made}.link_all();
}

void set_links(graph& made, declared_links const& declared) {
    std::vector<link> all = declared.parents;
    all.insert(all.end(), declared.dependencies.begin(), declared.dependencies.end());
    made.levels = rank(links{made.size(), all}).levels;
    made.parents = links{made.size(), declared.parents};
    made.dependencies = links{made.size(), declared.dependencies};
    made.children = made.parents.reversed();
    made.down = normalised(made);
    all = made.parents.pairs();
    for (auto const& dependency : declared.dependencies)
        if (std::ranges::find(made.parents[dependency.first], dependency.second) ==
            made.parents[dependency.first].end())
            all.push_back(dependency);
    made.all_children = links{made.size(), all}.reversed();
}

} // namespace alembicore::history
