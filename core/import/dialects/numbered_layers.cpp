#include "core/import/dialects/numbered_layers.h"

namespace progan {

int read_numbered_layers(GeneratorBuilder& builder, int first, const std::function<bool(int)>& there,
                         const std::function<GeneratorBuilder::Layer(int)>& layer) {
    builder.first(FirstLayer::conv, layer(first));
    builder.conv(0, false, layer(first + 1));
    int level = 0;
    for (int i = first + 2; there(i) && there(i + 1); i += 2) {
        ++level;
        builder.conv(level, false, layer(i));
        builder.conv(level, true, layer(i + 1));
    }
    return level;
}

Tensor unfused(const Tensor& iohw) {
    return iohw.rank() == 4 ? iohw.permute({1, 0, 2, 3}).flip({2, 3}) : iohw;
}

}  // namespace progan
