namespace Ronchi.Pictures;

/// <summary>Colour maps of Cynthia Brewer (ColorBrewer 2.0; Apache License 2.0): their classes, joined by straight lines in sRGB.</summary>
internal static class BrewerTables
{
    private static readonly int[] RedBlueClasses = [
        0x67001F, 0xB2182B, 0xD6604D, 0xF4A582, 0xFDDBC7, 0xF7F7F7, 0xD1E5F0, 0x92C5DE, 0x4393C3, 0x2166AC, 0x053061];
    private static readonly int[] OrangePurpleClasses = [
        0x7F3B08, 0xB35806, 0xE08214, 0xFDB863, 0xFEE0B6, 0xF7F7F7, 0xD8DAEB, 0xB2ABD2, 0x8073AC, 0x542788, 0x2D004B];
    private static readonly int[] PinkGreenClasses = [
        0x8E0152, 0xC51B7D, 0xDE77AE, 0xF1B6DA, 0xFDE0EF, 0xF7F7F7, 0xE6F5D0, 0xB8E186, 0x7FBC41, 0x4D9221, 0x276419];
    private static readonly int[] BrownTealClasses = [
        0x543005, 0x8C510A, 0xBF812D, 0xDFC27D, 0xF6E8C3, 0xF5F5F5, 0xC7EAE5, 0x80CDC1, 0x35978F, 0x01665E, 0x003C30];
    private static readonly int[] PurpleGreenClasses = [
        0x40004B, 0x762A83, 0x9970AB, 0xC2A5CF, 0xE7D4E8, 0xF7F7F7, 0xD9F0D3, 0xA6DBA0, 0x5AAE61, 0x1B7837, 0x00441B];
    private static readonly int[] YellowBlueClasses = [
        0xFFFFD9, 0xEDF8B1, 0xC7E9B4, 0x7FCDBB, 0x41B6C4, 0x1D91C0, 0x225EA8, 0x253494, 0x081D58];
    private static readonly int[] YellowRedClasses = [
        0xFFFFCC, 0xFFEDA0, 0xFED976, 0xFEB24C, 0xFD8D3C, 0xFC4E2A, 0xE31A1C, 0xBD0026, 0x800026];
    private static readonly int[] BlueClasses = [0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B];

    public static byte[] RedBlue() => Joined(RedBlueClasses);

    public static byte[] OrangePurple() => Joined(OrangePurpleClasses);

    public static byte[] PinkGreen() => Joined(PinkGreenClasses);

    public static byte[] BrownTeal() => Joined(BrownTealClasses);

    public static byte[] PurpleGreen() => Joined(PurpleGreenClasses);

    public static byte[] YellowBlue() => Joined(YellowBlueClasses);

    public static byte[] YellowRed() => Joined(YellowRedClasses);

    public static byte[] Blue() => Joined(BlueClasses);

    private static byte[] Joined(int[] classes)
    {
        var table = new byte[768];
        for (var i = 0; i < table.Length; i++)
        {
            var shift = 16 - (i % 3 * 8);
            var place = i / 3 / 255.0 * (classes.Length - 1);
            var left = Math.Min((int)place, classes.Length - 2);
            var (from, to) = ((classes[left] >> shift) & 255, (classes[left + 1] >> shift) & 255);
            table[i] = (byte)Math.Round(from + ((place - left) * (to - from)));
        }

        return table;
    }
}
