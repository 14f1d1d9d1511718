// Paths and files of the project, for os, pathlib, open() and importlib.resources.
#pragma once

#include "python/evaluation.hpp"

namespace alembicore::python {

/// The content of a text file inside the project, with `\n` at line ends; FileNotFoundError without one.
[[nodiscard]] std::string read_project_text(evaluation& run, std::string const& file);
[[nodiscard]] std::string read_project_bytes(evaluation& run, std::string const& file);
[[nodiscard]] project_access& project_of(evaluation& run, std::string_view what);

/// `open(file, mode)`; files are only read.
[[nodiscard]] value open_project_file(evaluation& run, std::string const& file, std::string const& mode);

/// A text stream over text that is held in memory, as open() and io.StringIO give it.
[[nodiscard]] value make_text_stream(std::string content);

/// The text of a path given as str or Path; nullopt for other values.
[[nodiscard]] std::optional<std::string> path_text(value const& item);
[[nodiscard]] value make_path(std::string_view text);
[[nodiscard]] std::string absolute_path(std::string const& path);

} // namespace alembicore::python
