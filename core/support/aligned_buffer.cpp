#include "core/support/aligned_buffer.h"

#include <cstring>
#include <new>

#include "core/system/memory.h"

namespace progan {
namespace {
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kLargePage = std::size_t{2} << 20;
}  // namespace

void AlignedBuffer::Free::operator()(float* values) const {
    system::free_aligned(values);
}

void AlignedBuffer::grow(std::size_t count) {
    if (count <= size_) return;
    values_.reset();
    size_ = 0;
    const std::size_t alignment = count * sizeof(float) >= kLargePage ? kLargePage : kAlignment;
    const std::size_t bytes = (count * sizeof(float) + alignment - 1) / alignment * alignment;
    void* memory = system::allocate_aligned(alignment, bytes);
    if (memory == nullptr) throw std::bad_alloc();
    values_.reset(static_cast<float*>(memory));
    size_ = count;
}

void AlignedBuffer::fill_with_zeros() {
    std::memset(values_.get(), 0, size_ * sizeof(float));
}

}  // namespace progan
