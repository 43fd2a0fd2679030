using System.Runtime.InteropServices;

namespace Ronchi.Fuzz;

/// <summary>
/// Memory between two pages that may not be touched: a span that lies flush against either makes every access outside it a crash.
/// </summary>
public sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly byte* _mapping;
    private readonly nuint _mapped;
    private readonly nuint _page;

    /// <param name="capacity">The longest span.</param>
    public GuardedMemory(int capacity)
    {
        _page = (nuint)Environment.SystemPageSize;
        nuint inner = ((nuint)capacity + _page - 1) / _page * _page;
        inner = Math.Max(inner, _page);
        _mapped = inner + (2 * _page);
        _mapping = (byte*)Map(null, _mapped, ReadWrite, PrivateAnonymous, -1, 0);
        if ((nint)_mapping == -1)
            throw new InvalidOperationException("mmap failed.");
        if (Protect(_mapping, _page, 0) != 0 || Protect(_mapping + _page + inner, _page, 0) != 0)
            throw new InvalidOperationException("mprotect failed.");
        Capacity = (int)inner;
    }

    public static bool IsSupported => OperatingSystem.IsLinux();

    public int Capacity { get; }

    /// <summary>A span whose first byte is the first that may be touched.</summary>
    public Span<byte> AtStart(int length) => new(_mapping + _page, Checked(length));

    /// <summary>A span whose last byte is the last that may be touched.</summary>
    public Span<byte> AtEnd(int length) => new(_mapping + _page + Capacity - Checked(length), length);

    /// <summary>A copy, flush against the guard on one side.</summary>
    public Span<byte> Copy(ReadOnlySpan<byte> bytes, bool atEnd)
    {
        var span = atEnd ? AtEnd(bytes.Length) : AtStart(bytes.Length);
        bytes.CopyTo(span);
        return span;
    }

    public void Dispose() => _ = Unmap(_mapping, _mapped);

    private int Checked(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Capacity);
        return length;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);
}
