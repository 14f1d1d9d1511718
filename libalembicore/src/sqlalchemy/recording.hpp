// Where evaluated code finds what is outside it: the sink of operations, and what is known about the project.
#pragma once

#include "operation/operation.hpp"
#include "schema/naming_convention.hpp"

#include <cstddef>
#include <memory>

namespace alembicore::sqlalchemy {

/// Takes the operations of a revision in the order in which they happen.
class operation_sink {
public:
    operation_sink() = default;
    operation_sink(operation_sink const&) = delete;
    operation_sink& operator=(operation_sink const&) = delete;
    virtual ~operation_sink() = default;

    virtual void append(operation::any_operation made) = 0;
};

class custom_operations;

/// The state of one evaluation, found with `evaluation::host<recording>()`.
struct recording {
    operation_sink& sink;
    schema::naming_convention convention;        ///< of the project's single target_metadata; empty = none
    std::shared_ptr<custom_operations> custom{}; ///< null: none yet
    std::size_t created_items = 0;               ///< constraints are written in the order in which they were made

    [[nodiscard]] std::size_t next_item() noexcept { return ++created_items; }
};

} // namespace alembicore::sqlalchemy
