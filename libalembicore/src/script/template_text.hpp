// The files of src/script/templates, compiled in.
#pragma once

#include <string_view>
#include <vector>

namespace alembicore::script {

struct template_text {
    std::string_view file; ///< `generic/env.py`
    std::string_view text;
};

[[nodiscard]] std::vector<template_text> const& template_texts();

} // namespace alembicore::script
