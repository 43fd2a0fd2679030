using Ronchi.Pictures;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class PictureRowTests
{
    [Fact]
    public void TwoPictures_StandSideBySideOnWhite()
    {
        DebianPython.Require("PIL", "numpy");
        using var folder = new TemporaryFolder();
        var plain = new PictureOptions { MinimumSide = 1, LowPercentile = 0, HighPercentile = 100 };
        using (var stream = File.Create(folder.File("a.png")))
            PictureRow.WritePng(stream, [ImagePicture.Render([0, 0, 1], 3, 1, plain), ImagePicture.Render([0, 1], 1, 2, plain)], gap: 1);

        var said = DebianPython.Run(
            "import sys, numpy as np; from PIL import Image; print(np.array(Image.open(sys.argv[1]))[:, :, 0].tolist())",
            folder.File("a.png"));
        Assert.Equal("[[0, 255, 255, 255], [0, 255, 0, 255], [255, 255, 255, 255]]", said.Trim());
    }

    [Fact]
    public void NoPicture_IsRefused() => Assert.Throws<ArgumentException>(() => PictureRow.WritePng(Stream.Null, []));
}
