using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Blocked;

/// <summary>
/// The pixels of runs in the order in which they are added, some of them ahead; behind the last come those of the next block. The processor
/// does not look so far by itself.
/// </summary>
internal unsafe ref struct PixelsAhead<T>
    where T : unmanaged
{
    private const int Distance = 40;
    private readonly T* _next;
    private readonly PixelRun* _runs;
    private readonly int _count;
    private T* _block;
    private int _run;
    private int _done;

    public PixelsAhead(T* block, T* next, PixelRun* runs, int count)
    {
        _block = block;
        _next = next;
        _runs = runs;
        _count = count;
        for (int skip = Distance; skip > 0 && count > 0;)
        {
            int some = Math.Min(skip, Left());
            Take(some);
            skip -= some;
        }
    }

    /// <summary>The next pixel to fetch, and how many follow it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T* Next(out int left)
    {
        left = Left();
        return _block + ((nint)(_runs[_run].Start + _done) * BlockLayout.Frames);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(int pixels)
    {
        _done += pixels;
        if (_done < _runs[_run].Count)
            return;
        _done = 0;
        if (++_run < _count)
            return;
        _run = 0;
        _block = _next;
    }

    // Runs without pixels are passed over one by one.
    private readonly int Left() => Math.Max(_runs[_run].Count - _done, 1);
}
