// The class _native.Graph.
#pragma once

#include <pybind11/pybind11.h>

namespace alembicore::python {

void add_graph(pybind11::module_& module);

} // namespace alembicore::python
