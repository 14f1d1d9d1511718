#include "graph.hpp"

#include <alembicore/json.hpp>
#include <alembicore/revision_graph.hpp>
#include <alembicore/revision_walk.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <pybind11/stl.h>

#include <string>
#include <tuple>
#include <vector>

namespace alembicore::python {

namespace py = pybind11;

namespace {

using texts = std::vector<std::string>;

/// What alembicore.compat says of a revision: id, down_revision, dependencies, branch_labels.
using declared = std::tuple<std::string, texts, texts, texts>;

revision_graph build(std::vector<declared> const& all) {
    std::vector<revision> revisions;
    for (auto const& [id, down, dependencies, labels] : all) {
        revision made;
        made.id = id;
        made.down_revisions = down;
        made.depends_on = dependencies;
        made.branch_labels = labels;
        revisions.push_back(std::move(made));
    }
    return revision_graph{std::move(revisions)};
}

std::string diagnostics_of(revision_graph const& graph) {
    boost::json::array all;
    for (auto const& each : graph.diagnostics())
        all.push_back(to_json(each));
    return boost::json::serialize(all);
}

texts ids_of(revision_graph const& graph) {
    texts all;
    for (auto const& each : graph.revisions())
        all.push_back(each.id);
    return all;
}

void add_walks(py::class_<revision_graph>& made) {
    made.def("walk", [](revision_graph const& along, texts const& upper, texts const& lower, py::kwargs const& how) {
        auto const asked = [&](char const* name) { return how[name].cast<bool>(); };
        walk_request wanted{.upper = upper, .lower = lower};
        wanted.purpose = asked("downgrade") ? walk_purpose::downgrade : walk_purpose::upgrade;
        wanted.end = asked("inclusive") ? walk_end::included : walk_end::excluded;
        wanted.lines = asked("all_lines") ? walk_lines::all : walk_lines::from_lower;
        wanted.steps = asked("exact_steps") ? walk_steps::exact : walk_steps::as_there_are;
        return walk(along, wanted);
    });
    made.def("in_walking_order", &in_walking_order);
    made.def("resolve_each", [](revision_graph const& in, std::string const& identifier) {
        return resolve_each(in, identifier);
    });
    made.def(
        "in_lineage",
        [](revision_graph const& of, texts const& candidates, std::string const& relative, bool dependencies) {
            return in_lineage(of, candidates, relative, dependencies ? lineage::by_all_links : lineage::by_parents);
        }
    );
    made.def("needs_itself", [](revision_graph const& in, std::string const& id) { return needs_itself(in, id); });
}

} // namespace

void add_graph(py::module_& module) {
    py::class_<revision_graph> made{module, "Graph"};
    made.def(py::init(&build));
    auto const add = [&](char const* name, auto const member) {
        made.def(name, [member](revision_graph const& of, std::string const& id) { return (of.*member)(id); });
    };
    add("parents", &revision_graph::parents);
    add("children", &revision_graph::children);
    add("labels", &revision_graph::labels);
    add("dependencies", &revision_graph::dependencies);
    add("is_head", &revision_graph::is_head);
    add("is_effective_head", &revision_graph::is_effective_head);
    add("is_branch_point", &revision_graph::is_branch_point);
    add("is_merge_point", &revision_graph::is_merge_point);
    add("resolve", &revision_graph::resolve);
    add("resolve_one", &revision_graph::resolve_one);
    made.def("heads", &revision_graph::heads);
    made.def("real_heads", &revision_graph::real_heads);
    made.def("bases", &revision_graph::bases);
    made.def("applied", &revision_graph::applied);
    made.def("ids", &ids_of);
    made.def("describe", [](revision_graph const& of, std::string const& id) {
        return boost::json::serialize(to_json(of, id));
    });
    made.def("diagnostics", &diagnostics_of);
    add_walks(made);
}

} // namespace alembicore::python
