// The editor that the user wants, found as Alembic finds it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace alembicore::cli {

/// The command to open a file with: EDITOR, then VISUAL, then the first of sensible-editor, editor, nano, vim and code
/// that is on PATH. EDITOR and VISUAL may have arguments.
/// Errors: child_process_failed when there is none.
[[nodiscard]] std::vector<std::string> find_editor(
    std::map<std::string, std::string> const& environment,
    std::function<bool(std::filesystem::path const&)> const& exists
);

/// Opens the file in the user's editor and waits until it is closed. Errors: child_process_failed.
void edit_file(std::filesystem::path const& file);

} // namespace alembicore::cli
