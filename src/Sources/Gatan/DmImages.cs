using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Gatan;

/// <summary>The images of a file, and which of them is opened.</summary>
internal static class DmImages
{
    private const int Listed = 8;

    /// <summary>All images but thumbnails.</summary>
    /// <param name="root">The outermost tags.</param>
    public static IReadOnlyList<DmImage> In(DmGroup root)
    {
        var thumbnails = root.Group("Thumbnails").Members
            .Select(static member => (member.Tag as DmGroup)?.Number("ImageIndex")).ToHashSet();
        var all = root.Group("ImageList").Members
            .Select(static (member, number) => member.Tag is DmGroup tags ? DmImage.Of(number, tags) : null)
            .OfType<DmImage>().ToList();
        var images = all.Where(image => !thumbnails.Contains(image.Number)).ToList();
        return images.Count > 0 ? images : all;
    }

    /// <summary>The image that was named; else that with most axes, and of several the largest, the first of equals.</summary>
    /// <param name="path">The file.</param>
    /// <param name="images">Its images.</param>
    /// <param name="named">Number or name; null: none.</param>
    /// <returns>The image, and what is said of the others.</returns>
    /// <exception cref="SourceException">There is none that is read, or none of that name.</exception>
    public static (DmImage Image, string? Note) Choose(string path, IReadOnlyList<DmImage> images, string? named)
    {
        if (images.Count == 0)
            throw new SourceException(path, "the file holds no image with pixels of a known kind.");
        if (named is not null)
            return (Required(path, Named(path, images, named)), null);
        var image = Required(
            path,
            images.Where(static image => image.Pixels.Type is not null).DefaultIfEmpty(images[0])
                .OrderByDescending(static image => image.Lengths.Lengths.Count(static length => length > 1))
                .ThenByDescending(static image => image.Count).First());
        return (
            image,
            images.Count > 1
                ? $"image {image.Description} is read; choose another of the file with --dataset NUMBER: "
                    + $"{List(images.Where(other => other != image).ToList())}."
                : null);
    }

    private static DmImage Named(string path, IReadOnlyList<DmImage> images, string named)
    {
        if (images.Where(image => image.Name == named).ToList() is [var only])
            return only;
        return images.FirstOrDefault(image => image.Number.ToString(CultureInfo.InvariantCulture) == named)
            ?? throw new SourceException(
                path, $"--dataset '{named}' is neither the number nor the name of one image; there are {List(images)}.");
    }

    private static DmImage Required(string path, DmImage image) => image.Pixels.Type is not null
        ? image
        : throw new SourceException(
            path,
            $"image {image.Description} holds complex numbers, which are not supported: save its modulus, or its real and imaginary parts, "
            + "as images of their own in DigitalMicrograph.");

    private static string List(IReadOnlyList<DmImage> images) =>
        string.Join(", ", images.Take(Listed).Select(static image => image.Description)) + (images.Count > Listed ? ", …" : "");
}
