// `contextlib.suppress(…)`, and `nullcontext` which suppresses nothing.
#pragma once

#include "python/object.hpp"

namespace alembicore::python {

class suppression final : public object {
public:
    explicit suppression(std::vector<value> types, value entered = {})
        : types_(std::move(types)), entered_(std::move(entered)) {}

    [[nodiscard]] std::string type_name() const override { return "suppress"; }

    value enter(evaluation&) override { return entered_; }

    bool exit(evaluation& run, raised const* exception) override;

private:
    std::vector<value> types_;
    value entered_;
};

} // namespace alembicore::python
