using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Part of a buffer that lies on an accelerator.</summary>
/// <param name="Memory">The memory of the whole buffer; the partition's part of a scan buffer.</param>
/// <param name="Offset">Where the part begins, in bytes.</param>
/// <param name="Count">Its values.</param>
public readonly record struct DeviceView(DeviceMemory Memory, long Offset, long Count);
