namespace Ronchi.Analyses.BrightField;

/// <summary>The edge of a disk along rays from its middle.</summary>
internal static class DiskEdge
{
    private const int Rays = 360;
    private const double Step = 0.25;           // pixels between the samples of a ray
    private const double WeakestDrop = 0.35;    // of the median drop: less is a beam stop or a Bragg disk beside the edge
    private const int FewestRays = 12;

    /// <summary>Where the median over all directions falls most: steady against Bragg disks, which cover some directions only.</summary>
    public static double MedianRadius(DiskPattern image, BrightFieldDisk start)
    {
        var longest = Math.Min(Math.Max(image.Rows, image.Columns), 3 * start.Radius);
        var medians = new List<double>();
        var ring = new List<double>(Rays);
        for (var radius = 0.0; radius <= longest; radius += 0.5)
        {
            ring.Clear();
            for (var ray = 0; ray < Rays; ray++)
            {
                var (sine, cosine) = Math.SinCos(Math.Tau * ray / Rays);
                if (image.At(start.Row + (radius * sine), start.Column + (radius * cosine)) is var value && !double.IsNaN(value))
                    ring.Add(value);
            }

            if (ring.Count == 0)
                break;
            ring.Sort();
            medians.Add(ring[ring.Count / 2]);
        }

        // Largest fall over a stretch of two pixels or a fifth of the radius.
        var reach = Math.Max(2, (int)(start.Radius / 5));
        var (best, fall) = (start.Radius, 0.0);
        for (var i = reach; i + reach < medians.Count; i++)
        {
            if (medians[i - reach] - medians[i + reach] > fall)
                (best, fall) = (i * 0.5, medians[i - reach] - medians[i + reach]);
        }

        return best;
    }

    /// <summary>One round: edge places along rays from <paramref name="disk"/>, and the circle through them.</summary>
    public static BrightFieldDisk Fit(DiskPattern image, BrightFieldDisk disk)
    {
        var edges = new List<(double Row, double Column, double Drop)>(Rays);
        for (var ray = 0; ray < Rays; ray++)
        {
            var (sine, cosine) = Math.SinCos(Math.Tau * ray / Rays);
            if (Edge(image, disk, sine, cosine) is var (radius, drop))
                edges.Add((disk.Row + (radius * sine), disk.Column + (radius * cosine), drop));
        }

        if (edges.Count < FewestRays)
            return disk;
        var drops = edges.Select(static edge => edge.Drop).Order().ToArray();
        edges.RemoveAll(edge => edge.Drop < WeakestDrop * drops[drops.Length / 2]);
        return edges.Count < FewestRays ? disk : Circle(edges, disk);
    }

    // The outermost place where a ray passes half-way down from the inner level to the level just outside.
    private static (double Radius, double Drop)? Edge(DiskPattern image, BrightFieldDisk disk, double sine, double cosine)
    {
        var reach = Math.Max(4, 0.45 * disk.Radius);
        var from = Math.Max(0, disk.Radius - reach);
        var count = (int)((disk.Radius + reach - from) / Step);
        Span<double> profile = count <= 1024 ? stackalloc double[count] : new double[count];
        for (var i = 0; i < count; i++)
        {
            var radius = from + (i * Step);
            profile[i] = image.At(disk.Row + (radius * sine), disk.Column + (radius * cosine));
            if (double.IsNaN(profile[i]))
            {
                profile = profile[..i];
                break;
            }
        }

        if (profile.Length < 3 * count / 4)
            return null;
        var third = profile.Length / 3;
        double inside = Middle(profile[..third]), outside = Middle(profile[^third..]), half = (inside + outside) / 2;
        if (!(inside > outside))
            return null;
        // Where it falls through the half-way level for the last time before staying below.
        for (var i = profile.Length - 2; i >= 0; i--)
        {
            if (profile[i] >= half && profile[i + 1] < half)
                return (from + ((i + ((profile[i] - half) / (profile[i] - profile[i + 1]))) * Step), inside - outside);
        }

        return null;
    }

    private static double Middle(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    // Gauss-Newton on distance − radius with Tukey's biweight (Beaton, Tukey 1974; 4.685 median absolute deviations).
    private static BrightFieldDisk Circle(List<(double Row, double Column, double Drop)> edges, BrightFieldDisk disk)
    {
        var residuals = new double[edges.Count];
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < residuals.Length; i++)
                residuals[i] = Math.Sqrt(Square(edges[i].Row - disk.Row) + Square(edges[i].Column - disk.Column)) - disk.Radius;
            var middle = Middle(residuals);
            var spread = Math.Max(0.05, Middle(Array.ConvertAll(residuals, residual => Math.Abs(residual - middle))) * 1.4826);
            double rr = 0, rc = 0, cc = 0, r1 = 0, c1 = 0, weight = 0, br = 0, bc = 0, b1 = 0;
            for (var i = 0; i < residuals.Length; i++)
            {
                var u = (residuals[i] - middle) / (4.685 * spread);
                if (Math.Abs(u) >= 1)
                    continue;
                var w = Square(1 - (u * u));
                var distance = residuals[i] + disk.Radius;
                double nr = (edges[i].Row - disk.Row) / distance, nc = (edges[i].Column - disk.Column) / distance;
                rr += w * nr * nr;
                rc += w * nr * nc;
                cc += w * nc * nc;
                r1 += w * nr;
                c1 += w * nc;
                weight += w;
                br += w * nr * residuals[i];
                bc += w * nc * residuals[i];
                b1 += w * residuals[i];
            }

            // [rr rc r1; rc cc c1; r1 c1 weight] · (Δrow, Δcolumn, Δradius) = (br, bc, b1)
            var determinant = (rr * ((cc * weight) - (c1 * c1))) - (rc * ((rc * weight) - (c1 * r1))) + (r1 * ((rc * c1) - (cc * r1)));
            if (!(Math.Abs(determinant) > 1e-9 * weight * weight * weight))
                return disk;
            var row = ((br * ((cc * weight) - (c1 * c1))) - (rc * ((bc * weight) - (c1 * b1))) + (r1 * ((bc * c1) - (cc * b1))))
                / determinant;
            var column = ((rr * ((bc * weight) - (b1 * c1))) - (br * ((rc * weight) - (c1 * r1))) + (r1 * ((rc * b1) - (bc * r1))))
                / determinant;
            var radius = (b1 - (r1 * row) - (c1 * column)) / weight;
            disk = new(disk.Row + row, disk.Column + column, Math.Max(0.5, disk.Radius + radius));
            if (Math.Abs(row) + Math.Abs(column) + Math.Abs(radius) < 1e-4)
                break;
        }

        return disk;
    }

    private static double Square(double value) => value * value;
}
