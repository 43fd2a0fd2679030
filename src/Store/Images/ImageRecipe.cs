using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>How the image of a detector comes about: from what it begins, which pixels are added and which subtracted.</summary>
internal sealed record ImageRecipe(ImagePath Path, CubeRings? Sums, (int First, int End) Rings, PixelRun[] Entering, PixelRun[] Leaving)
{
    // A run costs some lines of memory before the processor follows it.
    private const int PixelsOfARun = 3;

    private long Cost => CostOf(Entering) + CostOf(Leaving);

    /// <summary>The cheapest way to an image.</summary>
    /// <param name="detector">Its pixels.</param>
    /// <param name="before">The detector of an image that is there; null: none.</param>
    /// <param name="rings">Sums that are there; null: none.</param>
    public static ImageRecipe Cheapest(PixelSet detector, PixelSet? before, CubeRings? rings)
    {
        var best = new ImageRecipe(ImagePath.Full, null, default, Runs(detector), []);
        if (before is not null)
        {
            var recipe = new ImageRecipe(ImagePath.Difference, null, default, Runs(detector.Except(before)), Runs(before.Except(detector)));
            best = recipe.Cost < best.Cost ? recipe : best;
        }

        if (rings is not null)
        {
            var nearest = rings.Geometry.Nearest(detector);
            if (nearest.End > nearest.First)
            {
                var covered = PixelSet.Of(detector.Pixels, rings.Geometry.Pixels(nearest.First, nearest.End));
                var recipe = new ImageRecipe(
                    ImagePath.Rings, rings, nearest, Runs(detector.Except(covered)), Runs(covered.Except(detector)));
                best = recipe.Cost < best.Cost ? recipe : best;
            }
        }

        return best;
    }

    private static PixelRun[] Runs(PixelSet set) => PixelRun.Of(set.Bits, set.Pixels);

    private static long CostOf(PixelRun[] runs) => runs.Sum(static run => (long)run.Count + PixelsOfARun);
}
