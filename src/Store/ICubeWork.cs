using System.Numerics;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>What is done with each block of a cube.</summary>
internal interface ICubeWork
{
    /// <typeparam name="T">Type of the block's values; that of the source when it is empty.</typeparam>
    /// <param name="number">The block.</param>
    void Do<T>(int number)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}

/// <summary>The image of a virtual detector.</summary>
internal readonly struct Summing<TSum>(ScanBlockedCube cube, ImageRecipe recipe, TSum[]? before, TSum[] image) : ICubeWork
    where TSum : unmanaged, INumber<TSum>
{
    public void Do<T>(int number)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Span<TSum> sums = stackalloc TSum[BlockLayout.Frames], taken = stackalloc TSum[BlockLayout.Frames];
        int first = number * BlockLayout.Frames, count = Math.Min(BlockLayout.Frames, image.Length - first);
        var block = cube.Block(number);
        if (recipe.Path == ImagePath.Difference)
            before.AsSpan(first, count).CopyTo(sums);
        else if (recipe.Path == ImagePath.Rings && !block.IsEmpty)
            cube.Sum(number, recipe.Rings, sums);
        else
            sums.Clear();
        if (!block.IsEmpty)
        {
            var values = block.Values<T>(cube.Pixels);
            var next = Next<T>(number);
            BlockedSum.Add<T, TSum>(values, recipe.Entering, sums, next);
            if (recipe.Leaving.Length > 0)
            {
                taken.Clear();
                BlockedSum.Add<T, TSum>(values, recipe.Leaving, taken, next);
                for (int frame = 0; frame < sums.Length; frame++)
                    sums[frame] -= taken[frame];
            }
        }

        sums[..count].CopyTo(image.AsSpan(first));
    }

    private Span<T> Next<T>(int number)
        where T : unmanaged
    {
        var next = number + 1 < cube.BlockCount ? cube.Block(number + 1) : default;
        return next.IsEmpty || next.Type != cube.Block(number).Type ? [] : next.Values<T>(cube.Pixels);
    }
}

/// <summary>An image of weighted pixels.</summary>
internal readonly struct Weighting(ScanBlockedCube cube, int[] pixels, double[] weights, double[] image) : ICubeWork
{
    public void Do<T>(int number)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var block = cube.Block(number);
        if (block.IsEmpty)
            return;
        Span<double> sums = stackalloc double[BlockLayout.Frames];
        sums.Clear();
        BlockedWeights.Add<T>(block.Values<T>(cube.Pixels), pixels, weights, sums);
        int first = number * BlockLayout.Frames;
        sums[..Math.Min(BlockLayout.Frames, image.Length - first)].CopyTo(image.AsSpan(first));
    }
}

/// <summary>First moments.</summary>
internal readonly struct Moving<TSum>(ScanBlockedCube cube, PixelRun[] runs, int columns, CubeMoments<TSum> moments) : ICubeWork
    where TSum : unmanaged, INumber<TSum>
{
    public void Do<T>(int number)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var block = cube.Block(number);
        for (int first = 0; first < BlockLayout.Frames && !block.IsEmpty; first += BlockLayout.Lanes)
            moments.Put<T>(block.Values<T>(cube.Pixels), number, first, runs, columns);
    }
}
