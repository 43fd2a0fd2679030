using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Tests.Engine;

/// <summary>
/// An accelerator whose memory is apart from everything else, but in the host: it shows when values travel, and who forgets to give memory
/// back.
/// </summary>
internal sealed class HostAccelerator(string name) : Accelerator(name)
{
    public int Alive;
    public int Uploads;

    public override DeviceMemory Allocate(long byteCount)
    {
        Interlocked.Increment(ref Alive);
        var memory = new Memory(this, byteCount);
        memory.Bytes.AsSpan().Fill(0xA5);
        return memory;
    }

    /// <summary>What a kernel on the device sees.</summary>
    public static Span<byte> See(DeviceMemory memory) => ((Memory)memory).Bytes;

    private sealed class Memory(HostAccelerator owner, long byteCount) : DeviceMemory(byteCount)
    {
        public byte[] Bytes { get; } = new byte[byteCount];

        protected override void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            Interlocked.Increment(ref owner.Uploads);
            bytes.CopyTo(Bytes.AsSpan((int)offset));
        }

        protected override void Read(Span<byte> bytes, long offset) => Bytes.AsSpan((int)offset, bytes.Length).CopyTo(bytes);

        protected override void Dispose(bool disposing) => Interlocked.Decrement(ref owner.Alive);
    }
}
