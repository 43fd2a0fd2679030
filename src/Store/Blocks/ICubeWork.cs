using System.Numerics;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>What is done with each block of a cube.</summary>
internal interface ICubeWork
{
    /// <typeparam name="T">Type of the block's values; that of the source when it is empty.</typeparam>
    /// <param name="number">Its number.</param>
    /// <param name="block">The block; null: it is empty.</param>
    void Do<T>(int number, CubeBlock? block)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}

/// <summary>The image of a virtual detector.</summary>
internal readonly struct ImageWork<TSum>(ScanBlockedCube cube, ImageRecipe recipe, TSum[]? before, TSum[] image) : ICubeWork
    where TSum : unmanaged, INumber<TSum>
{
    public void Do<T>(int number, CubeBlock? block)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Span<TSum> sums = stackalloc TSum[BlockLayout.Frames], taken = stackalloc TSum[BlockLayout.Frames];
        int first = number * BlockLayout.Frames, count = Math.Min(BlockLayout.Frames, image.Length - first);
        if (recipe.Path == ImagePath.Difference)
            before.AsSpan(first, count).CopyTo(sums);
        else if (recipe.Path == ImagePath.Rings && block is not null)
            recipe.Sums!.Sum(number, recipe.Rings, sums);
        else
            sums.Clear();
        if (block is not null)
        {
            var values = block.Values<T>(cube.Pixels);
            var next = Next<T>(number, block);
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

    private Span<T> Next<T>(int number, CubeBlock block)
        where T : unmanaged
    {
        var next = number + 1 < cube.BlockCount ? cube.Block(number + 1) : null;
        return next is null || next.Type != block.Type ? [] : next.Values<T>(cube.Pixels);
    }
}

/// <summary>An image of weighted pixels.</summary>
internal readonly struct WeightedImageWork(ScanBlockedCube cube, int[] pixels, double[] weights, double[] image) : ICubeWork
{
    public void Do<T>(int number, CubeBlock? block)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (block is null)
            return;
        Span<double> sums = stackalloc double[BlockLayout.Frames];
        sums.Clear();
        BlockedWeights.Add<T>(block.Values<T>(cube.Pixels), pixels, weights, sums);
        int first = number * BlockLayout.Frames;
        sums[..Math.Min(BlockLayout.Frames, image.Length - first)].CopyTo(image.AsSpan(first));
    }
}

/// <summary>First moments.</summary>
internal readonly struct MomentsWork<TSum>(ScanBlockedCube cube, PixelRun[] runs, int columns, CubeMoments<TSum> moments) : ICubeWork
    where TSum : unmanaged, INumber<TSum>
{
    public void Do<T>(int number, CubeBlock? block)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (int first = 0; block is not null && first < BlockLayout.Frames; first += BlockLayout.Lanes)
            moments.Put<T>(block.Values<T>(cube.Pixels), number, first, runs, columns);
    }
}

/// <summary>Cumulative sums by radius, from blocks that are there; they may be narrower than the source.</summary>
internal readonly struct RingsWork(CubeRings rings) : ICubeWork
{
    public void Do<T>(int number, CubeBlock? block)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (block is null)
            rings.Clear(number);
        for (int first = 0; block is not null && first < BlockLayout.Frames; first += BlockLayout.Lanes)
            rings.Put<T>(block.Values<T>(rings.Pixels), number, first, BlockLayout.Lanes);
    }
}
