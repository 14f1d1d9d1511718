// A library of the system that is loaded when it is first needed. Linked, every start of a program would pay for it.
#pragma once

#include <alembicore/error.hpp>

namespace alembicore::base {

class loaded_library {
public:
    /// Loads the file until the process ends: any thread may be running in it. `when_missing` is what is thrown when it
    /// cannot be loaded or lacks a function, with the dynamic linker's words as its reason.
    loaded_library(char const* file_name, error_info when_missing);

    template <typename Function>
    void look_up(char const* name, Function*& function) const {
        function = reinterpret_cast<Function*>(address_of(name));
    }

private:
    [[nodiscard]] void* address_of(char const* name) const;

    error_info when_missing_;
    void* handle_;
};

} // namespace alembicore::base
