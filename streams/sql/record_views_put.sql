INSERT INTO engagement.views_put (texts, state) SELECT {texts:String}, {state:String}
