// The group size of the minibatch standard deviation, which both sides of the ABI boundary need.
#pragma once

namespace progan {

/// Images that see each other in the minibatch standard deviation. Source: Karras et al. 2018, appendix A.
inline constexpr int kMinibatchStddevGroup = 4;

}  // namespace progan
