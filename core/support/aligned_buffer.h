// Floats for vector instructions: aligned to 64 bytes, uninitialized unless cleared, in large pages where the
// system has them.
#pragma once

#include <cstddef>
#include <memory>

namespace progan {

class AlignedBuffer {
  public:
    AlignedBuffer() = default;
    explicit AlignedBuffer(std::size_t count) { grow(count); }

    /// Room for at least `count` floats; growing loses the contents. Throws std::bad_alloc.
    void grow(std::size_t count);
    void fill_with_zeros();

    float* data() { return values_.get(); }
    const float* data() const { return values_.get(); }
    std::size_t size() const { return size_; }

  private:
    struct Free {
        void operator()(float* values) const;
    };
    std::unique_ptr<float, Free> values_;
    std::size_t size_ = 0;
};

}  // namespace progan
