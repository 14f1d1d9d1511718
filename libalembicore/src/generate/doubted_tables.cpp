#include "generate/doubted_tables.hpp"

#include "project/implementation.hpp"
#include "project/project_files.hpp"
#include "project/source_files.hpp"
#include "python/object.hpp"

#include <algorithm>
#include <cctype>

namespace alembicore::generate {

namespace {

namespace fs = std::filesystem;

/// What the text of a model of this table has: its name as a string, or a class that is called so.
struct mark {
    std::string table;
    std::vector<std::string> texts;
};

std::string lowered(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

mark mark_of(table const& gone) {
    auto class_name = lowered(gone.name);
    std::erase(class_name, '_');
    auto const name = lowered(gone.name);
    return {
        dotted(gone), {'"' + name + '"', '\'' + name + '\'', "class " + class_name + '(', "class " + class_name + ':'}};
}

bool lies_below(fs::path const& file, fs::path const& folder) {
    auto const relative = file.lexically_relative(folder);
    return !folder.empty() && !relative.empty() && *relative.begin() != "..";
}

source_place place_in(fs::path const& file, std::string const& text, std::size_t at) {
    auto const begin = text.rfind('\n', at) == std::string::npos ? 0 : text.rfind('\n', at) + 1;
    return {
        .file = file.string(),
        .line =
            static_cast<unsigned>(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')),
        .column = 0,
        .excerpt = text.substr(begin, text.find('\n', begin) - begin)};
}

[[noreturn]] void refuse(mark const& of, source_place place) {
    auto doubt = python::not_evaluable(
        "whether the table " + of.table +
            " is gone from the models is not known: reading them did not find it, but the project speaks of it",
        "let the project's own Python compare: --engine python"
    );
    doubt.info().place = std::move(place);
    throw error{doubt};
}

} // namespace

void require_no_doubt(std::vector<change> const& changes, project const& of) {
    std::vector<mark> marks;
    for (auto const& each : changes)
        if (auto const* dropped = std::get_if<drop_table>(&each))
            marks.push_back(mark_of(dropped->gone));
    if (marks.empty())
        return;
    project_files::access files{of.settings(), of.internals().request.environment};
    auto const look = [&](fs::path const& file, std::string const& text) {
        if (lies_below(file, of.settings().script_location))
            return;
        auto const small = lowered(text);
        for (auto const& mark : marks)
            for (auto const& wanted : mark.texts)
                if (auto const at = small.find(wanted); at != std::string::npos)
                    refuse(mark, place_in(file, text, at));
    };
    for (auto const& root : files.module_path())
        project_files::for_each_source_file(root, look);
}

} // namespace alembicore::generate
