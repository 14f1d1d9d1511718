// Work of many equal pieces, spread over the processors.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

namespace alembicore::project_body {

/// The next piece of work; nullopt when there is none left.
using work_source = std::function<std::optional<std::size_t>()>;

/// Has several threads work through so many pieces, where it is worth starting them. `work` is called once in each of
/// them; what it throws ends the others' work and is thrown here.
void share_work(std::size_t pieces, std::function<void(work_source const&)> const& work);

} // namespace alembicore::project_body
