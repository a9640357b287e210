import { testLayouts } from '../../made/layouts/share.ts'

testLayouts(1)
