using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ronchi.Store;

/// <summary>
/// Memory outside the garbage collector's heap, given out piece by piece and given back to the operating system all at once.
/// </summary>
/// <remarks>Slabs are so large that the allocator maps each of them from the operating system and unmaps it when it is freed.</remarks>
internal sealed unsafe partial class NativeSlabs : IDisposable
{
    private const int Alignment = 64;
    private const long SlabBytes = 64 << 20;
    private readonly Lock _gate = new();
    private readonly List<Slab> _slabs = [];
    private readonly Dictionary<long, Stack<nint>> _returned = [];
    private byte* _next;
    private long _left;

    /// <summary>Bytes that are taken from the operating system.</summary>
    public long Reserved { get; private set; }

    /// <summary>Bytes that are given out.</summary>
    public long Used { get; private set; }

    /// <summary>Gives out memory, aligned to cache lines; its content is undefined.</summary>
    /// <exception cref="OutOfMemoryException">There is not as much.</exception>
    public byte* Allocate(long bytes)
    {
        long size = (bytes + Alignment - 1) / Alignment * Alignment;
        lock (_gate)
        {
            if (_returned.TryGetValue(size, out var pieces) && pieces.TryPop(out nint again))
            {
                Used += size;
                return (byte*)again;
            }

            if (size > _left)
            {
                long slab = Math.Max(SlabBytes, size);
                var memory = new Slab(slab);
                _next = (byte*)memory.DangerousGetHandle();
                _left = slab;
                _slabs.Add(memory);
                Reserved += slab;
            }

            byte* piece = _next;
            _next += size;
            _left -= size;
            Used += size;
            return piece;
        }
    }

    /// <summary>Takes a piece back; it is given out again to who asks for as much.</summary>
    public void Return(nint piece, long bytes)
    {
        long size = (bytes + Alignment - 1) / Alignment * Alignment;
        lock (_gate)
        {
            if (Reserved == 0)
                return;
            if (!_returned.TryGetValue(size, out var pieces))
                _returned[size] = pieces = [];
            pieces.Push(piece);
            Used -= size;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var slab in _slabs)
                slab.Dispose();
            _slabs.Clear();
            _returned.Clear();
            (_left, Reserved, Used) = (0, 0, 0);
        }
    }

    private sealed partial class Slab : SafeHandleZeroOrMinusOneIsInvalid
    {
        private const int LargePage = 2 << 20;
        private const int UseLargePages = 14;   // MADV_HUGEPAGE

        public Slab(long bytes)
            : base(ownsHandle: true)
        {
            SetHandle((nint)NativeMemory.AlignedAlloc((nuint)bytes, LargePage));
            // Stretches of a block lie far apart: with pages of 4 KiB most of the time goes into translating addresses. Refused advice does
            // no harm.
            if (OperatingSystem.IsLinux())
                _ = Advise(handle, (nuint)bytes, UseLargePages);
        }

        [LibraryImport("libc", EntryPoint = "madvise")]
        private static partial int Advise(nint address, nuint length, int advice);

        protected override bool ReleaseHandle()
        {
            NativeMemory.AlignedFree((void*)handle);
            return true;
        }
    }
}
