using System.Numerics;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>A virtual image of a cube, block by block.</summary>
internal sealed class CubeImage<TSum>(ScanBlockedCube cube, PixelRun[] runs, TSum[] image)
    where TSum : unmanaged, INumber<TSum>
{
    public void Compute(int number)
    {
        var block = cube.Block(number);
        if (!block.IsEmpty)
            cube.ElementType.Dispatch<Summing, bool>(new(this, number, block));
    }

    private void Sum<T>(int number, CubeBlock block)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Span<TSum> sums = stackalloc TSum[BlockedSum.Frames];
        sums.Clear();
        if (block.IsNarrow)
            BlockedSum.Add<byte, TSum>(block.Values<byte>(cube.Pixels), runs, sums);
        else if (block.HasNoData)
            Valid(block.Values<T>(cube.Pixels), sums);
        else
            BlockedSum.Add<T, TSum>(block.Values<T>(cube.Pixels), runs, sums);
        var first = (long)number * BlockedSum.Frames;
        sums[..(int)Math.Min(BlockedSum.Frames, image.Length - first)].CopyTo(image.AsSpan((int)first));
    }

    private void Valid<T>(ReadOnlySpan<T> values, Span<TSum> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        foreach (var run in runs)
        {
            for (var at = run.Start * BlockedSum.Frames; at < (run.Start + run.Count) * BlockedSum.Frames; at++)
                sums[at % BlockedSum.Frames] += values[at] == T.MaxValue ? TSum.Zero : TSum.CreateTruncating(values[at]);
        }
    }

    private readonly struct Summing(CubeImage<TSum> owner, int number, CubeBlock block) : IElementTypeAction<bool>
    {
        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var isInteger = typeof(TSum) == typeof(ulong) ? T.IsZero(T.MinValue) : typeof(TSum) == typeof(long) && !T.IsZero(T.MinValue) && typeof(T) != typeof(float) && typeof(T) != typeof(double);
            var isFloat = typeof(TSum) == typeof(double) && (typeof(T) == typeof(float) || typeof(T) == typeof(double));
            if (!isInteger && !isFloat)
                throw new ArgumentException($"{typeof(T).Name} values are not summed as {typeof(TSum).Name}.");
            owner.Sum<T>(number, block);
            return true;
        }
    }
}
